package io.github.taskhost.benchmarks.durable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.benchmarks.Arguments;
import io.github.taskhost.benchmarks.Contender;
import io.github.taskhost.benchmarks.Machine;

/**
 * Measures the time from the first submit until the last end is stored, for trivial tasks
 * on PostgreSQL, beside db-scheduler alone and JobRunr on the same server. Rounds of all
 * variants follow one another in an order that rotates. Each run has threads and
 * connections of its own, and a short run before it that does not count.
 */
final class Durable {

	private final PostgresServer server;

	private final PrintStream out;

	private final Arguments arguments;

	private final Map<String, DurableVariant> variants = new LinkedHashMap<>();

	private Durable(PostgresServer server, PrintStream out, Arguments arguments) {
		this.server = server;
		this.out = out;
		this.arguments = arguments;
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "percent", "rounds", "warm-ups", "only");
		Machine.describe(out, "Durable tasks");
		try (PostgresServer server = PostgresServer.start()) {
			Durable durable = new Durable(server, out, arguments);
			durable.addRivals();
			durable.addHosts();
			durable.measure();
		}
	}

	private void addRivals() {
		add("db-1", 2000, () -> new SchedulerRows(this.server, 1, 1, false));
		add("db-8", 4000, () -> new SchedulerRows(this.server, 8, 1, false));
		add("db-batch", 6000, () -> new SchedulerRows(this.server, 1, 100, false));
		add("db-1-locks", 2000, () -> new SchedulerRows(this.server, 1, 1, true));
		add("db-8-locks", 4000, () -> new SchedulerRows(this.server, 8, 1, true));
		add("db-batch-locks", 6000, () -> new SchedulerRows(this.server, 1, 100, true));
		add("jobrunr-8", 1000, () -> new JobRunrRows(this.server, 8, false));
		add("jobrunr-bulk", 1000, () -> new JobRunrRows(this.server, 1, true));
	}

	private void addHosts() {
		add("host-1", 2000, () -> new HostSubmits(this.server, 1, 1, 1));
		add("host-8", 4000, () -> new HostSubmits(this.server, 1, 8, 1));
		add("host-64", 10_000, () -> new HostSubmits(this.server, 1, 64, 1));
		add("host-1000", 30_000, () -> new HostSubmits(this.server, 1, 1000, 1));
		add("nodes-64", 10_000, () -> new HostSubmits(this.server, 2, 64, 1));
		add("nodes-128", 20_000, () -> new HostSubmits(this.server, 2, 128, 1));
		add("nodes-1000", 30_000, () -> new HostSubmits(this.server, 2, 1000, 1));
		add("host-waits", 5000, () -> HostSubmits.waiting(this.server, 1, 64));
		add("nodes-wait", 5000, () -> HostSubmits.waiting(this.server, 2, 64));
		add("host-batch", 15_000, () -> new HostSubmits(this.server, 1, 1, 100));
	}

	private void add(String word, int tasks, DurableVariant.Maker maker) {
		List<String> only = List.of(this.arguments.text("only", "").split(",", -1));
		if (only.contains("") || only.contains(word)) {
			int share = Math.max(10, tasks * this.arguments.number("percent", 100) / 100);
			this.variants.put(word, new DurableVariant(maker, share));
		}
	}

	private void measure() throws Exception {
		int warmUps = this.arguments.number("warm-ups", 2);
		int rounds = this.arguments.number("rounds", 5);
		List<DurableVariant> order = new ArrayList<>(this.variants.values());
		for (int round = -warmUps; round < rounds; round++) {
			for (DurableVariant variant : order) {
				run(variant, round >= 0);
			}
			Collections.rotate(order, 1);
		}
		this.out.printf("%s; pools of %d connections; %d rounds: median (smallest..largest)%n%n",
				this.server.settings(), PostgresServer.POOL, rounds);
		DurableVariant.table(this.variants.values()).print(this.out);
		new DurableRatios(this.variants).print(this.out);
	}

	private void run(DurableVariant variant, boolean counts) throws Exception {
		try (Contender contender = variant.maker().make()) {
			contender.run(Math.max(10, variant.tasks() / 10), 1);
			contender.tidy();
			ServerRun run = ServerRun.of(this.server, contender, variant.tasks());
			if (counts) {
				variant.add(contender.name(), run);
			}
		}
	}

}
