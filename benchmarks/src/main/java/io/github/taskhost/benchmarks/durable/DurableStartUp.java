package io.github.taskhost.benchmarks.durable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.benchmarks.Arguments;
import io.github.taskhost.benchmarks.EmptyApplication;
import io.github.taskhost.benchmarks.Figures;
import io.github.taskhost.benchmarks.Jvm;
import io.github.taskhost.benchmarks.Machine;
import io.github.taskhost.benchmarks.Starts;
import io.github.taskhost.benchmarks.Table;

/**
 * Measures the cost of durable tasks for an application that has none: its start, and its
 * connections and statements while nothing happens. Beside it stands the starter in
 * memory, in an application with the same pool of connections.
 */
final class DurableStartUp {

	private static final byte[] LINE = { '\n' };

	private final PostgresServer server;

	private final Map<String, Jvm> variants = new LinkedHashMap<>();

	private final String[] properties;

	private DurableStartUp(PostgresServer server, String flags) {
		this.server = server;
		this.variants.put("with the starter", new Jvm(flags, Jvm.classPathWithout(List.of(Jvm.STORE))));
		this.variants.put("with the starter for durable tasks", new Jvm(flags, Jvm.classPathWithout(List.of())));
		this.properties = new String[] { "--spring.datasource.url=" + server.url(),
				"--spring.datasource.hikari.minimum-idle=1" };
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "rounds", "flags", "idle-millis");
		Machine.describe(out, "Start-up with durable tasks");
		int rounds = arguments.number("rounds", 7);
		String flags = arguments.text("flags", "-Xmx512m");
		Duration idle = Duration.ofMillis(arguments.number("idle-millis", 60_000));
		try (PostgresServer server = PostgresServer.startCounting(); HikariDataSource pool = server.pool("tables")) {
			DurableHosts.createTables(pool);
			pool.close();
			DurableStartUp startUp = new DurableStartUp(server, flags);
			startUp.measureIdle(out, idle);
			Starts starts = new Starts(startUp.variants);
			for (int i = 0; i < rounds; i++) {
				starts.round(EmptyApplication.class, startUp.properties);
			}
			out.printf("%d starts each in turns, with `%s`: median (smallest..largest)%n%n", rounds, flags);
			starts.print(out);
		}
	}

	private void measureIdle(PrintStream out, Duration idle) throws IOException, InterruptedException {
		out.printf("While nothing happens, in %d s after as long a time%n%n", idle.toSeconds());
		Table table = new Table("application", "connections in use", "statements/s");
		for (Map.Entry<String, Jvm> variant : this.variants.entrySet()) {
			Process process = variant.getValue().start(IdleApplication.class, this.properties);
			try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
				await(lines);
				Thread.sleep(idle);
				this.server.resetStatements();
				Thread.sleep(idle);
				double each = this.server.statements() * 1000.0 / idle.toMillis();
				process.getOutputStream().write(LINE);
				process.getOutputStream().flush();
				table.row(variant.getKey(), lines.readLine(), Figures.number(each));
			}
			finally {
				process.getOutputStream().close();
				process.waitFor();
			}
		}
		table.print(out);
	}

	private static void await(BufferedReader lines) throws IOException {
		String line = lines.readLine();
		if (!"ready".equals(line)) {
			throw new IllegalStateException("The application did not start. Its output: " + line);
		}
	}

}
