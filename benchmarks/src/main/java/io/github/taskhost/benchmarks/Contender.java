package io.github.taskhost.benchmarks;

/**
 * A way to run many trivial tasks.
 */
public interface Contender extends AutoCloseable {

	String name();

	/** Starts the tasks, spread over the sessions, and returns when all have ended. */
	void run(int tasks, int sessions) throws Exception;

	/** Removes the remains of a run. Not measured. */
	default void tidy() throws Exception {
	}

	@Override
	default void close() {
	}

}
