package io.github.taskhost.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contender beside bare threads: pairs of runs, one straight after the other.
 *
 * <p>
 * Bare threads have two modes. When the carriers drain as fast as the spawner fills, each
 * start wakes a parked carrier, which is several times as slow. A pair in which that
 * happened says nothing about the contender and is refused.
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

	/** Runs a pair, which counts if this is no warm-up. */
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
		return new String[] { "what", "M tasks/s", "CPU ns/task", "bare / it", "extra CPU µs/task", "pairs" };
	}

	/** Figures that rest on refused pairs only are shown, and marked. */
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
