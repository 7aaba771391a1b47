package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link LatencyBenchmark}. Forks inherit the flags of this JVM.
 */
final class Latency {

	private Latency() {
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "forks", "iterations", "millis");
		Machine.describe(out, "Latency of reading");
		TimeValue time = TimeValue.milliseconds(arguments.number("millis", 1000));
		int iterations = arguments.number("iterations", 5);
		ChainedOptionsBuilder options = new OptionsBuilder().include(LatencyBenchmark.class.getName() + "\\.")
			.param("tasks", arguments.text("tasks", "1000,1000000").split(",", -1))
			.forks(arguments.number("forks", 3))
			.warmupIterations(iterations)
			.warmupTime(time)
			.measurementIterations(iterations)
			.measurementTime(time)
			.verbosity(VerboseMode.SILENT);
		print(out, new Runner(options.build()).run());
	}

	private static void print(PrintStream out, Collection<RunResult> results) {
		out.printf("µs per call: mean ± half of the 99.9 %% confidence interval (smallest..largest iteration)%n%n");
		List<String> heads = new ArrayList<>(List.of("call"));
		results.stream()
			.map(Latency::tasks)
			.sorted()
			.distinct()
			.forEach((tasks) -> heads.add(String.format("%,d tasks", tasks)));
		heads.add("last / first");
		Table table = new Table(heads.toArray(new String[0]));
		results.stream()
			.sorted(Comparator.comparingInt(Latency::tasks))
			.collect(Collectors.groupingBy(Latency::call, TreeMap::new, Collectors.toList()))
			.forEach((call, runs) -> table.row(row(call, runs)));
		table.print(out);
	}

	private static int tasks(RunResult run) {
		return Integer.parseInt(run.getParams().getParam("tasks"));
	}

	private static String call(RunResult run) {
		String state = run.getParams().getParam("retained").equals("true") ? "retained" : "live";
		return run.getPrimaryResult().getLabel() + ", " + state;
	}

	private static String[] row(String call, List<RunResult> runs) {
		List<String> cells = new ArrayList<>(List.of(call));
		runs.stream().map(Latency::cell).forEach(cells::add);
		double growth = runs.getLast().getPrimaryResult().getScore() / runs.getFirst().getPrimaryResult().getScore();
		cells.add(Figures.number(growth));
		return cells.toArray(new String[0]);
	}

	private static String cell(RunResult run) {
		Result<?> result = run.getPrimaryResult();
		return micros(result.getScore()) + " ± " + micros(result.getScoreError()) + " ("
				+ micros(result.getStatistics().getMin()) + ".." + micros(result.getStatistics().getMax()) + ")";
	}

	private static String micros(double nanos) {
		return Double.isNaN(nanos) ? "?" : Figures.number(nanos / 1000);
	}

}
