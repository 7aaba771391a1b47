package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the same work in other libraries: starts trivial jobs, waits for all and looks
 * each up. Each run of a library follows directly on a run of the host.
 */
final class Rivals {

	/**
	 * A run of the host is about ten times shorter, so that this many runs warm it up as
	 * long as the first rival.
	 */
	private static final int HOST_WARM_UPS = 10;

	private Rivals() {
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "jobs", "rounds", "warm-ups", "quartz-threads", "jobrunr-workers",
				"db-threads", "db-submitters");
		Machine.describe(out, "Rivals");
		int jobs = arguments.number("jobs", 50_000);
		int rounds = arguments.number("rounds", 5);
		int warmUps = arguments.number("warm-ups", 2);
		out.printf(
				"%,d jobs, %d rounds: median (smallest..largest); each row has the runs of the host directly before%n%n",
				jobs, rounds);
		Table table = new Table("library", "jar", "settings", "jobs/s", "host, jobs/s", "host / it");
		try (Contender host = HostTasks.plain(true)) {
			for (int i = 0; i < HOST_WARM_UPS * warmUps; i++) {
				Run.of(host, jobs, 1, 1);
			}
			for (Maker maker : makers(arguments)) {
				try (Rival rival = maker.make()) {
					table.row(compare(host, rival, jobs, warmUps, rounds));
				}
			}
		}
		table.print(out);
	}

	/**
	 * Makes the rivals one after the other, so that they do not share the machine with
	 * each other's threads.
	 */
	private static List<Maker> makers(Arguments arguments) {
		return List.of(() -> new QuartzJobs(arguments.number("quartz-threads", 10)),
				() -> new JobRunrJobs(arguments.number("jobrunr-workers", 256)),
				() -> new DbSchedulerJobs(arguments.number("db-threads", 10), arguments.number("db-submitters", 1)),
				() -> new DbSchedulerJobs(arguments.number("db-threads", 10),
						8 * arguments.number("db-submitters", 1)));
	}

	private static String[] compare(Contender host, Rival rival, int jobs, int warmUps, int rounds) throws Exception {
		List<Double> hosted = new ArrayList<>();
		List<Double> others = new ArrayList<>();
		List<Double> ratios = new ArrayList<>();
		for (int i = -warmUps; i < rounds; i++) {
			double own = Run.of(host, jobs, 1, 1).perSecond() * 1e6;
			double other = Run.of(rival, jobs, 1, 1).perSecond() * 1e6;
			if (i >= 0) {
				hosted.add(own);
				others.add(other);
				ratios.add(own / other);
			}
		}
		return new String[] { rival.name(), String.valueOf(Machine.jarOf(rival.library()).getFileName()),
				rival.settings(), Figures.of(others).spread(), Figures.of(hosted).spread(),
				Figures.of(ratios).spread() };
	}

	private interface Maker {

		Rival make() throws Exception;

	}

}
