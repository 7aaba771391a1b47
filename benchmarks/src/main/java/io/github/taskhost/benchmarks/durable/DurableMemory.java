package io.github.taskhost.benchmarks.durable;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.benchmarks.Arguments;
import io.github.taskhost.benchmarks.Figures;
import io.github.taskhost.benchmarks.Machine;
import io.github.taskhost.benchmarks.Table;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;

/**
 * Measures the heap of durable tasks that wait, and the statements of the host meanwhile:
 * bodies with an open question, which have a thread, and external work, which has none.
 */
final class DurableMemory {

	private static final int SESSIONS = 1000;

	private static final int SUBMITTERS = 1000;

	private static final long POLL_NANOS = 200_000_000;

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Shall I go on?");

	private static final BackgroundTaskRegistration EXTERNAL = BackgroundTaskRegistration.ofKind("external").build();

	private final PostgresServer server;

	private final int tasks;

	private final Duration idle;

	private DurableMemory(PostgresServer server, int tasks, Duration idle) {
		this.server = server;
		this.tasks = tasks;
		this.idle = idle;
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "idle-millis");
		Machine.describe(out, "Waiting durable tasks");
		Duration idle = Duration.ofMillis(arguments.number("idle-millis", 60_000));
		Table table = new Table("tasks", "heap each, bytes", "statements/s", "transactions/s", "connections in use");
		try (PostgresServer server = PostgresServer.startCounting()) {
			DurableMemory memory = new DurableMemory(server, arguments.number("tasks", 100_000), idle);
			memory.measure(table, "external work", DurableMemory::register);
			memory.measure(table, "bodies with an open question",
					(host, number) -> host.submit(session(number), TaskRequest.of("asking")));
		}
		out.printf("Statements of %d s (pg_stat_statements: begins and commits count), after as long a time%n%n",
				idle.toSeconds());
		table.print(out);
	}

	private static void register(LocalBackgroundTaskHost host, int number) {
		String id = host.registerExternal(session(number), EXTERNAL, null).id();
		host.markLiveState(session(number), id, BackgroundTaskState.WAITING);
	}

	private static String session(int number) {
		return "session-" + number % SESSIONS;
	}

	private void measure(Table table, String name, Start start) throws Exception {
		try (HikariDataSource pool = this.server.pool("host")) {
			DurableHosts.createTables(pool);
			LocalBackgroundTaskHost host = DurableHosts.start(pool,
					new DurableHosts.Handler("asking", (context) -> context.requestInput(QUESTION)));
			try {
				start.start(host, this.tasks);
				long before = Machine.settledHeap();
				Submitters.virtual(Math.min(SUBMITTERS, this.tasks))
					.call(this.tasks, (number) -> start.start(host, 1 + number));
				awaitWaiting();
				double each = (double) (Machine.settledHeap() - before) / this.tasks;
				table.row(String.format("%,d %s", this.tasks, name), Figures.number(each), statements(), transactions(),
						Integer.toString(pool.getHikariPoolMXBean().getActiveConnections()));
			}
			finally {
				host.reset(Duration.ofMinutes(10));
				host.close();
			}
		}
		this.server.empty(DurableHosts.TABLES);
	}

	private void awaitWaiting() {
		while (this.server.number("SELECT count(*) FROM taskhost_live WHERE state = 'WAITING'") <= this.tasks) {
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	/** Counts after the writers have given their connections back. */
	private String statements() throws InterruptedException {
		Thread.sleep(this.idle);
		this.server.resetStatements();
		Thread.sleep(this.idle);
		return perSecond(this.server.statements());
	}

	private String transactions() throws InterruptedException {
		long before = committed();
		Thread.sleep(this.idle);
		return perSecond(committed() - before);
	}

	/** The statistics of a session are up to a second late. */
	private long committed() {
		return this.server
			.number("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()");
	}

	private String perSecond(long count) {
		return Figures.number(count * 1000.0 / this.idle.toMillis());
	}

	/** Starts a task that waits. */
	private interface Start {

		void start(LocalBackgroundTaskHost host, int number);

	}

}
