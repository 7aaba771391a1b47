package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.taskhost.benchmarks.Application.Part;

/**
 * Measures the time from the first start to the last end of trivial tasks. Does not use
 * JMH, because all runs alternate with bare threads in one JVM: see {@link Comparison}.
 */
final class Throughput {

	private final PrintStream out;

	private final double leastBare;

	private final int leastTasks;

	private final int rounds;

	private final int warmUps;

	private Throughput(PrintStream out, Arguments arguments) {
		this.out = out;
		this.leastBare = Double.parseDouble(arguments.text("least-bare", "2.5"));
		this.leastTasks = arguments.number("least-tasks", 500_000);
		this.rounds = arguments.number("rounds", 7);
		this.warmUps = arguments.number("warm-ups", 2);
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "sessions", "rounds", "warm-ups", "least-bare", "least-tasks",
				"only");
		Machine.describe(out, "Throughput");
		Throughput throughput = new Throughput(out, arguments);
		List<Contender> contenders = contenders(arguments.text("only", ""));
		try {
			for (int tasks : arguments.numbers("tasks", "100000,1000000")) {
				for (int sessions : arguments.numbers("sessions", "1,1000")) {
					throughput.compare(contenders, tasks, sessions);
				}
			}
		}
		finally {
			contenders.forEach(Contender::close);
		}
	}

	private static List<Contender> contenders(String only) {
		Map<String, Supplier<Contender>> all = new LinkedHashMap<>();
		all.put("executor", ExecutorThreads::new);
		all.put("async", AsyncWithMap::new);
		all.put("host", () -> HostTasks.plain(false));
		all.put("looked-up", () -> HostTasks.plain(true));
		all.put("retention", HostTasks::withRetention);
		all.put("listener", HostTasks::withListener);
		all.put("event-listener", SpringTasks::withEventListener);
		all.put("meters", () -> SpringTasks.with("host, meters", Part.METRICS));
		all.put("observation", () -> SpringTasks.with("host, Observation", Part.OBSERVATION));
		if (!only.isEmpty()) {
			all.keySet().retainAll(List.of(only.split(",", -1)));
		}
		return all.values().stream().map(Supplier::get).toList();
	}

	private void compare(List<Contender> contenders, int tasks, int sessions) throws Exception {
		BareThreads bare = new BareThreads();
		List<Comparison> comparisons = new ArrayList<>();
		contenders
			.forEach((contender) -> comparisons.add(new Comparison(bare, contender, this.leastBare, this.leastTasks)));
		List<Comparison> order = new ArrayList<>(comparisons);
		for (int round = 0; round < this.warmUps + this.rounds; round++) {
			for (Comparison comparison : order) {
				comparison.run(tasks, sessions, round >= this.warmUps);
			}
			Collections.rotate(order, 1);
		}
		print(bare, comparisons, tasks, sessions);
	}

	private void print(BareThreads bare, List<Comparison> comparisons, int tasks, int sessions) {
		List<Run> runs = comparisons.stream().flatMap((comparison) -> comparison.bareRuns().stream()).toList();
		long slow = runs.stream().filter((run) -> run.perSecond() < this.leastBare).count();
		this.out.printf("%,d tasks, %,d sessions, %d rounds: median (smallest..largest)%n%n", tasks, sessions,
				this.rounds);
		Table table = new Table(Comparison.heads());
		table.row(bare.name(), Figures.of(runs.stream().map(Run::perSecond).toList()).spread(),
				Figures.of(runs.stream().map(Run::cpuPerTask).toList()).spread(), "", "",
				(runs.size() - slow) + " of " + runs.size());
		comparisons.forEach((comparison) -> table.row(comparison.row()));
		table.print(this.out);
		if (slow > 0) {
			this.out.printf("In %d of %d pairs bare threads stayed under %s M/s in every try: these are refused.%n%n",
					slow, runs.size(), this.leastBare);
		}
	}

}
