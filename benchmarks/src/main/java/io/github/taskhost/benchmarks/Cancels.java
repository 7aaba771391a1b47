package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.taskhost.local.LocalBackgroundTaskHost;

/**
 * Measures cancelling and moving tasks, among few and many other tasks, beside interrupts
 * of bare threads.
 */
final class Cancels {

	private final LocalBackgroundTaskHost host = Hosts.start();

	private final Arguments arguments;

	private final Table table;

	private final int others;

	private Cancels(Arguments arguments, Table table, int others) {
		this.arguments = arguments;
		this.table = table;
		this.others = others;
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "all", "singles", "rounds", "moved");
		Machine.describe(out, "Latency of cancelling and moving");
		Table table = new Table("operation", "other tasks", "host", "bare", "host / bare");
		for (int others : arguments.numbers("tasks", "1000,1000000")) {
			new Cancels(arguments, table, others).measure();
		}
		out.printf(
				"p50 and p99 of %,d, otherwise median (smallest..largest) of %d rounds, after as many warm-up rounds%n%n",
				singles(arguments), rounds(arguments));
		table.print(out);
	}

	private static int singles(Arguments arguments) {
		return arguments.number("singles", 10_000);
	}

	private static int rounds(Arguments arguments) {
		return arguments.number("rounds", 9);
	}

	private void measure() throws Exception {
		try (this.host) {
			Hosts.fill(this.host, this.others, false);
			measureSingles();
			for (int count : this.arguments.numbers("all", "1000,100000")) {
				measureAll(count);
			}
			measureTransfer(this.arguments.number("moved", 1000));
		}
	}

	/**
	 * Measures bare threads and the host in turns, after a tenth of the count as warm-up.
	 */
	private void measureSingles() throws InterruptedException {
		int count = singles(this.arguments);
		List<Double> bare = new ArrayList<>();
		List<Double> hosted = new ArrayList<>();
		for (int i = -count / 10; i < count; i++) {
			double bareMicros = Sleepers.interruptOne() / 1e3;
			double micros = Sleepers.cancelOne(this.host) / 1e3;
			if (i >= 0) {
				bare.add(bareMicros);
				hosted.add(micros);
			}
		}
		row("`cancelManaged` until the handler runs, p50, µs", Figures.of(hosted).quantile(0.5),
				Figures.of(bare).quantile(0.5));
		row("`cancelManaged` until the handler runs, p99, µs", Figures.of(hosted).quantile(0.99),
				Figures.of(bare).quantile(0.99));
	}

	private void row(String name, double hosted, double bare) {
		this.table.row(name, String.format("%,d", this.others), Figures.number(hosted), Figures.number(bare),
				Figures.number(hosted / bare));
	}

	private void measureAll(int count) throws InterruptedException {
		List<Double> bare = new ArrayList<>();
		List<Double> hosted = new ArrayList<>();
		List<Double> ratios = new ArrayList<>();
		int rounds = rounds(this.arguments);
		for (int i = -rounds; i < rounds; i++) {
			double bareMillis = Sleepers.interruptAll(count) / 1e6;
			double millis = Sleepers.cancelAll(this.host, count) / 1e6;
			resetHost();
			if (i >= 0) {
				bare.add(bareMillis);
				hosted.add(millis);
				ratios.add(millis / bareMillis);
			}
		}
		this.table.row(String.format("`cancelAllManaged` of %,d until all ended, ms", count),
				String.format("%,d", this.others), Figures.of(hosted).spread(), Figures.of(bare).spread(),
				Figures.of(ratios).spread());
	}

	/** Resets the host, so that ended tasks do not accumulate from round to round. */
	private void resetHost() throws InterruptedException {
		this.host.reset(Hosts.TIMEOUT);
		Hosts.fill(this.host, this.others, false);
	}

	/** Moves tasks to the other session and back. */
	private void measureTransfer(int count) {
		String[] moved = new String[count];
		Arrays.setAll(moved, (i) -> this.host.registerExternal("here", Hosts.TRIVIAL, null).id());
		List<Double> millis = new ArrayList<>();
		int rounds = 10 * rounds(this.arguments);
		for (int i = -rounds; i < rounds; i++) {
			boolean away = (i & 1) == 0;
			long start = System.nanoTime();
			this.host.transferManaged(away ? "here" : "there", away ? "there" : "here", List.of(moved));
			if (i >= 0) {
				millis.add((System.nanoTime() - start) / 1e6);
			}
		}
		this.table.row(String.format("`transferManaged` of %,d, ms", count), String.format("%,d", this.others),
				Figures.of(millis).spread(), "", "");
	}

}
