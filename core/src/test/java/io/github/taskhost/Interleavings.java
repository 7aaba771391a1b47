package io.github.taskhost;

import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Options of the linearizability tests with Lincheck.
 */
public final class Interleavings {

	private Interleavings() {
	}

	/**
	 * Returns options for two threads with four calls each. The properties
	 * {@code taskhost.lincheck.iterations} and {@code taskhost.lincheck.invocations}
	 * extend the search.
	 * @param before the number of calls before the threads start
	 * @param after the number of calls after the threads end
	 * @return the options
	 */
	public static StressOptions options(int before, int after) {
		return new StressOptions().iterations(Integer.getInteger("taskhost.lincheck.iterations", 30))
			.invocationsPerIteration(Integer.getInteger("taskhost.lincheck.invocations", 2000))
			.threads(2)
			.actorsPerThread(4)
			.actorsBefore(before)
			.actorsAfter(after)
			.minimizeFailedScenario(false);
	}

}
