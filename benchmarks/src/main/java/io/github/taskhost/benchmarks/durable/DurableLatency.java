package io.github.taskhost.benchmarks.durable;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.benchmarks.Arguments;
import io.github.taskhost.benchmarks.Figures;
import io.github.taskhost.benchmarks.Machine;
import io.github.taskhost.benchmarks.Table;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Measures reads of tasks that only the database has, among many, and the times until a
 * body sees a cancel and has an answer.
 */
final class DurableLatency {

	private static final int PAGE = 100;

	private static final int SESSIONS = 50;

	private static final InputRequest QUESTION = InputRequest.of("go-on", "Shall I go on?");

	private static final JsonPayload ANSWER = new JsonPayload("true");

	private final SynchronousQueue<Long> seen = new SynchronousQueue<>();

	private final LocalBackgroundTaskHost host;

	private final Table table = new Table("operation", "p50, µs", "p99, µs");

	private final int calls;

	private DurableLatency(HikariDataSource pool, int calls) {
		this.calls = calls;
		this.host = DurableHosts.start(pool, new DurableHosts.Handler("trivial", (context) -> {
		}), new DurableHosts.Handler("sleeping", (context) -> {
			try {
				context.sleep(Duration.ofHours(1));
			}
			finally {
				pass(System.nanoTime());
			}
		}), new DurableHosts.Handler("asking", (context) -> {
			context.requestInput(QUESTION);
			pass(System.nanoTime());
		}));
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "rows", "calls");
		Machine.describe(out, "Latency of durable tasks");
		int rows = arguments.number("rows", 1_000_000);
		int calls = arguments.number("calls", 2000);
		try (PostgresServer server = PostgresServer.start(); HikariDataSource pool = server.pool("host")) {
			DurableHosts.createTables(pool);
			StoredRows stored = new StoredRows(server, rows);
			DurableLatency latency = new DurableLatency(pool, calls);
			try (latency.host) {
				stored.fill(latency.host);
				latency.measureReads(stored);
				latency.measure("cancel until the body sees it", (number) -> latency.cancel());
				latency.measure("answer until the body has it", (number) -> latency.answer());
				out.printf("%,d ended tasks in sessions of %,d; %,d calls each, after a tenth to warm up%n%n", rows,
						StoredRows.SESSION_SIZE, calls);
				latency.table.print(out);
			}
		}
	}

	private void measureReads(StoredRows stored) throws Exception {
		measure("`find` by uid", (number) -> nanos(() -> this.host.find(stored.uid(number))));
		measure("`get` by id", (number) -> nanos(() -> this.host.get(stored.id(number))));
		measure("`getManaged` by session and id",
				(number) -> nanos(() -> this.host.getManaged(stored.session(number), stored.id(number))));
		measure("page of 100 of a session", (number) -> nanos(() -> page(stored.session(number))));
		BackgroundTaskFilter all = BackgroundTaskFilter.all();
		measure("page of 100, newest first", (number) -> nanos(() -> newest(all, PAGE)));
		int searches = Math.max(1, this.calls / 20);
		measure("page of 100 by a text that all have", searches,
				(number) -> nanos(() -> newest(all.withText("TRIV"), PAGE)));
		measure("search by a text that no task has", searches,
				(number) -> nanos(() -> newest(all.withText("absent"), 0)));
		measure("page of 100 that failed, and none did", searches,
				(number) -> nanos(() -> newest(all.withStates(Set.of(BackgroundTaskState.FAILED)), 0)));
		measure("page of 100 of a worker that has none", searches,
				(number) -> nanos(() -> newest(all.withWorker("absent"), 0)));
		measure("history of a task", (number) -> nanos(() -> this.host.history(stored.uid(number))));
		measure("page of 50 sessions with their numbers", searches,
				(number) -> nanos(() -> this.host.sessions(null, SESSIONS, null)));
		measure("search of sessions by a text that none has", searches,
				(number) -> nanos(() -> this.host.sessions("absent", SESSIONS, null)));
	}

	private void newest(BackgroundTaskFilter filter, int expected) {
		BackgroundTaskPage page = this.host.list(filter, TaskOrder.NEWEST_FIRST, PAGE, null);
		if (page.records().size() != expected) {
			throw new IllegalStateException("The page has " + page.records().size() + " tasks");
		}
	}

	private void page(String session) {
		int found = this.host.list(BackgroundTaskFilter.ofSession(session).withTerminal(), PAGE, null).records().size();
		if (found != PAGE) {
			throw new IllegalStateException("The page has " + found + " tasks");
		}
	}

	/** Measures calls, each with a number that no other call has. */
	private void measure(String name, Call call) throws Exception {
		measure(name, this.calls, call);
	}

	private void measure(String name, int times, Call call) throws Exception {
		List<Double> micros = new ArrayList<>();
		for (int i = -times / 10; i < times; i++) {
			double nanos = call.nanos(i + times / 10);
			if (i >= 0) {
				micros.add(nanos / 1e3);
			}
		}
		Figures figures = Figures.of(micros);
		this.table.row(name, Figures.number(figures.quantile(0.5)), Figures.number(figures.quantile(0.99)));
	}

	private static long nanos(Runnable call) {
		long start = System.nanoTime();
		call.run();
		return System.nanoTime() - start;
	}

	private long cancel() throws InterruptedException {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("cancels", TaskRequest.of("sleeping"));
		while (task.record().state() != BackgroundTaskState.RUNNING) {
			Thread.onSpinWait();
		}
		long start = System.nanoTime();
		task.cancel(null);
		long nanos = this.seen.take() - start;
		task.await(Duration.ofMinutes(1));
		return nanos;
	}

	private long answer() throws InterruptedException {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("answers", TaskRequest.of("asking"));
		while (task.record().inputRequest() == null) {
			Thread.onSpinWait();
		}
		long start = System.nanoTime();
		task.answer(QUESTION.key(), ANSWER);
		long nanos = this.seen.take() - start;
		task.await(Duration.ofMinutes(1));
		return nanos;
	}

	/** Hands a time over, also from a body that is being interrupted. */
	private void pass(long time) {
		boolean interrupted = false;
		while (true) {
			try {
				this.seen.put(time);
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** A measured call. */
	private interface Call {

		long nanos(int number) throws Exception;

	}

}
