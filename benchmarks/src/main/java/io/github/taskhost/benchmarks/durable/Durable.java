package io.github.taskhost.benchmarks.durable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.taskhost.benchmarks.Arguments;
import io.github.taskhost.benchmarks.Contender;
import io.github.taskhost.benchmarks.Figures;
import io.github.taskhost.benchmarks.Machine;
import io.github.taskhost.benchmarks.Table;

/**
 * Measures the time from the first submit until the last end is stored, for trivial tasks
 * on PostgreSQL, beside db-scheduler alone and JobRunr on the same server. Rounds of all
 * variants follow one another in an order that rotates.
 */
public final class Durable {

	private final PostgresServer server;

	private final PrintStream out;

	private final Arguments arguments;

	private final Map<String, Variant> variants = new LinkedHashMap<>();

	private Durable(PostgresServer server, PrintStream out, Arguments arguments) {
		this.server = server;
		this.out = out;
		this.arguments = arguments;
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "scale", "rounds", "warm-ups", "only");
		Machine.describe(out, "Durable tasks");
		try (PostgresServer server = PostgresServer.start()) {
			out.printf("%s, on the same machine%n%n", server.settings());
			Durable durable = new Durable(server, out, arguments);
			durable.addVariants();
			durable.measure();
		}
	}

	private void addVariants() {
		add("db-scheduler-1", 2000, () -> new SchedulerRows(this.server, 1, 1, false));
		add("db-scheduler-8", 4000, () -> new SchedulerRows(this.server, 8, 1, false));
		add("db-scheduler-batch", 8000, () -> new SchedulerRows(this.server, 1, 100, false));
		add("db-scheduler-1-locks", 2000, () -> new SchedulerRows(this.server, 1, 1, true));
		add("db-scheduler-8-locks", 4000, () -> new SchedulerRows(this.server, 8, 1, true));
		add("db-scheduler-batch-locks", 8000, () -> new SchedulerRows(this.server, 1, 100, true));
		add("jobrunr-8", 2000, () -> new JobRunrRows(this.server, 8, false));
		add("jobrunr-bulk", 2000, () -> new JobRunrRows(this.server, 1, true));
		add("host-1", 2000, () -> new HostSubmits(this.server, 1));
		add("host-8", 4000, () -> new HostSubmits(this.server, 8));
		add("host-64", 10_000, () -> new HostSubmits(this.server, 64));
		add("host-1000", 30_000, () -> new HostSubmits(this.server, 1000));
		String only = this.arguments.text("only", "");
		if (!only.isEmpty()) {
			this.variants.keySet().retainAll(List.of(only.split(",", -1)));
		}
	}

	private void add(String word, int tasks, Maker maker) {
		int scaled = Math.max(20, tasks * this.arguments.number("scale", 100) / 100);
		this.variants.put(word, new Variant(maker, scaled, new ArrayList<>()));
	}

	private void measure() throws Exception {
		int warmUps = this.arguments.number("warm-ups", 1);
		int rounds = this.arguments.number("rounds", 5);
		List<Variant> order = new ArrayList<>(this.variants.values());
		for (int round = -warmUps; round < rounds; round++) {
			for (Variant variant : order) {
				run(variant, round >= 0);
			}
			Collections.rotate(order, 1);
		}
		print(rounds);
	}

	private void run(Variant variant, boolean counts) throws Exception {
		try (Contender contender = variant.maker().make()) {
			contender.run(Math.max(10, variant.tasks() / 10), 1);
			contender.tidy();
			ServerRun run = ServerRun.of(this.server, contender, variant.tasks());
			if (counts) {
				variant.runs().add(run);
			}
			System.err.printf("%s: %.0f/s, %.0f B, %.0f us server, %.0f us client%n", contender.name(), run.perSecond(),
					run.walPerTask(), run.serverMicros(), run.clientMicros());
		}
	}

	private void print(int rounds) {
		this.out.printf("%d rounds: median (smallest..largest)%n%n", rounds);
		Table table = new Table("variant", "tasks", "tasks/s", "WAL bytes/task", "server CPU µs/task",
				"client CPU µs/task");
		this.variants.forEach((word, variant) -> table.row(word, String.format("%,d", variant.tasks()),
				variant.spread(ServerRun::perSecond), variant.spread(ServerRun::walPerTask),
				variant.spread(ServerRun::serverMicros), variant.spread(ServerRun::clientMicros)));
		table.print(this.out);
	}

	private interface Maker {

		Contender make() throws Exception;

	}

	private record Variant(Maker maker, int tasks, List<ServerRun> runs) {

		String spread(ToDoubleFunction<ServerRun> figure) {
			return Figures.of(this.runs.stream().map(figure::applyAsDouble).toList()).spread();
		}

	}

}
