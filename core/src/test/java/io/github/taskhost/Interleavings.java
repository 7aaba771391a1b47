package io.github.taskhost;

import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How long Lincheck looks for an order of calls that one thread could not have made.
 */
public final class Interleavings {

	private Interleavings() {
	}

	/**
	 * Two threads with four calls each; the properties {@code taskhost.lincheck.*} make
	 * it look longer.
	 * @param before how many calls are made before
	 * @param after how many after
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
