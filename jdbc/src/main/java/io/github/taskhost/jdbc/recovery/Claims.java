package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.github.taskhost.jdbc.commit.UnknownCommits;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.recovery.Handing.Failure;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks.Task;
import io.github.taskhost.jdbc.recovery.WaitingTasks.Waiting;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks without a worker for this node, many in one transaction, and gives them to
 * the host. A task that this node cannot run is left to other nodes and tried again after
 * a back-off. If no node has run it for a set time, the host ends it. Used by one thread.
 */
public final class Claims {

	private static final Logger log = LoggerFactory.getLogger(Claims.class);

	/** The largest number of tasks that are claimed and taken together. */
	private static final int TOGETHER = 100;

	private final WaitingTasks waiting;

	private final TaskRows rows;

	private final DetailReads details;

	private final Handing handing;

	private final UnknownCommits unknown;

	private final UnresolvedTasks unresolved;

	/**
	 * Creates claims.
	 * @param waiting the tasks without a worker
	 * @param rows reads their records
	 * @param details reads the values that a task kept
	 * @param unknown the transactions of callers whose outcome is unknown
	 * @param unresolved the tasks that this node could not take
	 */
	public Claims(WaitingTasks waiting, TaskRows rows, DetailReads details, UnknownCommits unknown,
			UnresolvedTasks unresolved) {
		this.waiting = waiting;
		this.rows = rows;
		this.details = details;
		this.handing = new Handing(details);
		this.unknown = unknown;
		this.unresolved = unresolved;
	}

	/**
	 * Claims all tasks without a worker that the host can run, until it is over.
	 * @param connection the connection
	 * @param host the host
	 * @param over asked between claims
	 * @param meanwhile run between claims and while the host takes tasks
	 */
	public void claimAll(WriterConnection connection, JournaledHost host, BooleanSupplier over, Runnable meanwhile)
			throws SQLException {
		this.waiting.untaken(this.unknown.settle(connection.get()));
		this.waiting.giveBackUntaken(connection.get());
		this.unresolved.beginRound();
		List<Waiting> batch = this.waiting.after(connection.get(), new UUID(0, 0));
		while (!batch.isEmpty() && !over.getAsBoolean()) {
			List<Waiting> due = batch.stream()
				.filter((next) -> next.isOver() || this.unresolved.isDue(next.uid()))
				.toList();
			for (int i = 0; i < due.size() && !over.getAsBoolean(); i += TOGETHER) {
				offer(connection.get(), due.subList(i, Math.min(due.size(), i + TOGETHER)), host, meanwhile);
			}
			batch = this.waiting.after(connection.get(), batch.getLast().uid());
		}
		if (!over.getAsBoolean()) {
			this.unresolved.endRound();
		}
	}

	private void offer(Connection connection, List<Waiting> due, JournaledHost host, Runnable meanwhile)
			throws SQLException {
		Map<UUID, Waiting> byUid = new HashMap<>();
		due.forEach((next) -> byUid.put(next.uid(), next));
		List<StoredTask> runnable = new ArrayList<>();
		for (StoredRow row : this.waiting.rows(connection, byUid.keySet())) {
			StoredTask task = this.rows.read(row);
			String obstacle = obstacleOf(task, waitingOf(task, byUid).isNoted(), host);
			if (obstacle == null) {
				runnable.add(task);
			}
			else {
				unresolved(connection, waitingOf(task, byUid), task, new Failure(obstacle, null), host);
			}
		}
		take(connection, byUid, this.waiting.claim(connection, runnable, true), host, meanwhile);
	}

	private static Waiting waitingOf(StoredTask task, Map<UUID, Waiting> byUid) {
		return Objects.requireNonNull(byUid.get(task.record().uid()));
	}

	/** The reason for which this node cannot run a task, or {@code null}. */
	private @Nullable String obstacleOf(StoredTask task, boolean isNoted, JournaledHost host) {
		if (task.readable()) {
			String obstacle = host.obstacle(task);
			return (obstacle == null && isNoted) ? obstacleOf(task.record().uid()) : obstacle;
		}
		return (task.record().failure() != null) ? String.valueOf(task.record().failure().message())
				: "Its stored record cannot be read.";
	}

	/** The obstacle in the details of a task that could not be run before. */
	private @Nullable String obstacleOf(UUID uid) {
		try {
			this.details.details(uid);
			return null;
		}
		catch (UnreadableTaskException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	/** Gives tasks to the host, and gives back those that it could not take. */
	private void take(Connection connection, Map<UUID, Waiting> byUid, List<StoredTask> claimed, JournaledHost host,
			Runnable meanwhile) throws SQLException {
		Map<UUID, Failure> failures = this.handing.hand(claimed, host, this.waiting::taken, meanwhile);
		this.waiting.giveBackUntaken(connection);
		for (StoredTask task : claimed) {
			Waiting next = waitingOf(task, byUid);
			Failure failure = failures.get(next.uid());
			if (failure == null) {
				this.unresolved.resolved(next.uid());
			}
			else if (failure == Failure.AWAY) {
				log.debug("Task {} was not taken, since the database was away", next.uid());
			}
			else if (failure.exception() != null) {
				failed(task, failure);
			}
			else {
				unresolved(connection, next, task, failure, host);
			}
		}
	}

	private void unresolved(Connection connection, Waiting next, StoredTask task, Failure failure, JournaledHost host)
			throws SQLException {
		if (next.isOver()) {
			end(connection, task, failure.reason(), host);
			return;
		}
		failed(task, failure);
		if (!next.isNoted()) {
			this.waiting.note(connection, next.uid());
		}
	}

	private void end(Connection connection, StoredTask task, String reason, JournaledHost host) throws SQLException {
		if (this.waiting.claim(connection, List.of(task), false).isEmpty()) {
			return;
		}
		UUID uid = task.record().uid();
		try {
			host.end(task, this.details.readable(uid), reason);
			this.waiting.taken(uid);
			this.unresolved.resolved(uid);
		}
		catch (RuntimeException ex) {
			failed(task, new Failure("It could not be ended: " + ex.getMessage(), ex));
			this.waiting.giveBackUntaken(connection);
		}
	}

	private void failed(StoredTask task, Failure failure) {
		this.unresolved.failed(new Task(task.record().uid(), task.record().kind()), failure.reason(),
				failure.exception());
	}

}
