package io.github.taskhost.sample.monitoring;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Gives every meter of a cluster a value: declares its second node lost again and again,
 * while it runs tasks that go on elsewhere and tasks that cannot, and keeps a change, an
 * unreadable task and an overdue schedule waiting in the database.
 */
final class ClusterLoad implements AutoCloseable {

	private static final Duration PAUSE = Duration.ofSeconds(5);

	private final Cluster cluster;

	private final BackgroundTaskHost staying;

	private final BackgroundTaskHost leaving;

	private final Connection locking;

	private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

	private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor();

	private int round;

	ClusterLoad(Cluster cluster) throws SQLException {
		this.cluster = cluster;
		this.staying = cluster.first().host();
		this.leaving = cluster.second().host();
		this.locking = cluster.connect();
	}

	void start() throws Exception {
		keepAChangeWaiting();
		keepATaskUnreadable();
		keepAScheduleOverdue();
		this.rounds.scheduleWithFixedDelay(this::nextRound, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Ends a body whose stored task is locked by a transaction. */
	private void keepAChangeWaiting() throws Exception {
		CountDownLatch locked = new CountDownLatch(1);
		this.staying.session("locked")
			.spawn(BackgroundTaskRegistration.ofKind("locked").id("locked").build(),
					(context) -> locked.await(1, TimeUnit.MINUTES));
		this.locking.setAutoCommit(false);
		try (Statement statement = this.locking.createStatement()) {
			statement.execute("SELECT 1 FROM taskhost_live WHERE task_id = 'locked' FOR UPDATE");
		}
		locked.countDown();
	}

	/** Stores a task as no version has written it, and takes its worker from it. */
	private void keepATaskUnreadable() throws SQLException {
		this.staying.register("strange", BackgroundTaskRegistration.ofKind("strange").id("strange").build());
		this.cluster.update("UPDATE taskhost_live SET worker = NULL, record = '{}' WHERE task_id = 'strange'");
	}

	/** Stores a schedule of a kind that no node has, which was due an hour ago. */
	private void keepAScheduleOverdue() throws SQLException {
		this.staying.session("overdue")
			.schedule("gone", Schedule.every(Duration.ofDays(1)), TaskRequest.of(MonitoredApplication.LASTING));
		this.cluster.update("UPDATE taskhost_schedule SET kind = 'gone', look_at = now() - interval '1 hour' "
				+ "WHERE session_id = 'overdue'");
	}

	private void nextRound() {
		try {
			this.round++;
			startWork();
			this.cluster.update(
					"UPDATE taskhost_node SET fenced_at = clock_timestamp() WHERE name = 'second' AND fenced_at IS NULL");
			storeWhileFenced();
		}
		catch (Exception ex) {
			this.failure.set(ex);
		}
	}

	/** Starts a task that goes on elsewhere, and one that fails with its node. */
	private void startWork() {
		try {
			TaskSession session = this.leaving.session("round-" + this.round);
			session.submit(TaskRequest.of(MonitoredApplication.LASTING));
			session.spawn("local", (context) -> {
				context.sleep(Duration.ofDays(1));
				return 1;
			});
			this.staying.cancelAllManaged("round-" + (this.round - 1));
		}
		catch (JournalUnavailableException | TaskRejectedException ex) {
			// the node has not come back from the last round
		}
	}

	private void storeWhileFenced() {
		try {
			this.leaving.register("late-" + this.round, BackgroundTaskRegistration.ofKind("late").build());
			this.leaving.cancelAllManaged("late-" + this.round);
		}
		catch (JournalUnavailableException ex) {
			// expected: the node is fenced
		}
	}

	/** Returns the failure of the load itself, or {@code null}. */
	@Nullable Exception failure() {
		return this.failure.get();
	}

	@Override
	public void close() throws Exception {
		this.rounds.shutdown();
		this.rounds.awaitTermination(10, TimeUnit.SECONDS);
		this.locking.rollback();
		this.locking.close();
	}

}
