package io.github.taskhost.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Compares a contender with bare threads in pairs of runs, one directly after the other.
 *
 * <p>
 * Bare threads have two modes. When the carriers run threads as fast as the spawner
 * starts them, each start wakes a parked carrier, which is several times slower. A pair
 * in which that happened does not measure the contender and is refused.
 */
final class Comparison {

	private static final int TRIES = 3;

	private final Contender bare;

	private final Contender contender;

	private final double leastBare;

	private final int leastTasks;

	private final List<Pair> pairs = new ArrayList<>();

	Comparison(Contender bare, Contender contender, double leastBare, int leastTasks) {
		this.bare = bare;
		this.contender = contender;
		this.leastBare = leastBare;
		this.leastTasks = leastTasks;
	}

	/** Runs a pair. A warm-up does not count. */
	void run(int tasks, int sessions, boolean counts) throws Exception {
		int batches = Math.max(1, this.leastTasks / tasks);
		Run ofBare = Run.of(this.bare, tasks, sessions, batches);
		for (int i = 1; i < TRIES && ofBare.perSecond() < this.leastBare; i++) {
			ofBare = Run.of(this.bare, tasks, sessions, batches);
		}
		Run other = Run.of(this.contender, tasks, sessions, batches);
		if (counts) {
			this.pairs.add(new Pair(ofBare, other));
		}
	}

	List<Run> bareRuns() {
		return this.pairs.stream().map(Pair::bare).toList();
	}

	static String[] heads() {
		return new String[] { "variant", "M tasks/s", "CPU ns/task", "bare / it", "extra CPU µs/task", "pairs" };
	}

	/**
	 * Returns the figures of the accepted pairs, or marked figures if all were refused.
	 */
	String[] row() {
		List<Pair> accepted = this.pairs.stream().filter((pair) -> pair.bare.perSecond() >= this.leastBare).toList();
		List<Pair> shown = accepted.isEmpty() ? this.pairs : accepted;
		String mark = accepted.isEmpty() ? " **refused**" : "";
		return new String[] { this.contender.name(), spread(shown, (pair) -> pair.other.perSecond()),
				spread(shown, (pair) -> pair.other.cpuPerTask()), spread(shown, Pair::ratio) + mark,
				spread(shown, Pair::extraMicros) + mark, accepted.size() + " of " + this.pairs.size() };
	}

	private static String spread(List<Pair> pairs, ToDoubleFunction<Pair> figure) {
		return Figures.of(pairs.stream().map(figure::applyAsDouble).toList()).spread();
	}

	private record Pair(Run bare, Run other) {

		double ratio() {
			return this.bare.perSecond() / this.other.perSecond();
		}

		double extraMicros() {
			return (this.other.cpuPerTask() - this.bare.cpuPerTask()) / 1000;
		}

	}

}
