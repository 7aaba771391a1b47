package io.github.taskhost.benchmarks;

/**
 * One way to run many trivial tasks.
 */
interface Contender extends AutoCloseable {

	String name();

	/** Starts the tasks, spread over the sessions, and returns once all have ended. */
	void run(int tasks, int sessions) throws Exception;

	/** Forgets what a run left; not measured. */
	default void tidy() throws Exception {
	}

	@Override
	default void close() {
	}

}
