package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;

import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks.Task;
import io.github.taskhost.jdbc.recovery.WaitingTasks.Waiting;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * Claims tasks without a worker for this node, and gives them to the host. A task that
 * this node cannot run is left to other nodes and tried again after a back-off. If no
 * node has run it for a set time, the host ends it. Used by one thread.
 */
public final class Claims {

	private final WaitingTasks waiting;

	private final TaskRows rows;

	private final DetailReads details;

	private final UnresolvedTasks unresolved;

	/**
	 * Creates claims.
	 * @param waiting the tasks without a worker
	 * @param rows reads their records
	 * @param details reads the values that a task kept
	 * @param unresolved the tasks that this node could not take
	 */
	public Claims(WaitingTasks waiting, TaskRows rows, DetailReads details, UnresolvedTasks unresolved) {
		this.waiting = waiting;
		this.rows = rows;
		this.details = details;
		this.unresolved = unresolved;
	}

	/** Claims all tasks without a worker that the host can run, until it is over. */
	public void claimAll(WriterConnection connection, JournaledHost host, BooleanSupplier over) throws SQLException {
		this.unresolved.beginRound();
		List<Waiting> batch = this.waiting.after(connection.get(), new UUID(0, 0));
		while (!batch.isEmpty() && !over.getAsBoolean()) {
			Map<UUID, Waiting> due = due(batch);
			for (StoredRow row : this.waiting.rows(connection.get(), due.keySet())) {
				if (!over.getAsBoolean()) {
					offer(connection.get(), Objects.requireNonNull(due.get(row.uid())), this.rows.read(row), host);
				}
			}
			batch = this.waiting.after(connection.get(), batch.getLast().uid());
		}
		if (!over.getAsBoolean()) {
			this.unresolved.endRound();
		}
	}

	private Map<UUID, Waiting> due(List<Waiting> batch) {
		Map<UUID, Waiting> due = new HashMap<>();
		for (Waiting next : batch) {
			if (next.isOver() || this.unresolved.isDue(next.uid())) {
				due.put(next.uid(), next);
			}
		}
		return due;
	}

	private void offer(Connection connection, Waiting next, StoredTask task, JournaledHost host) throws SQLException {
		Object offer = offerOf(task, host);
		if (offer instanceof StoredDetails kept) {
			if (this.waiting.claim(connection, task, true)) {
				take(connection, host, task, kept);
			}
		}
		else {
			unresolved(connection, next, task, (String) offer, host);
		}
	}

	/** The details of a task that the host can run, or the reason for which it cannot. */
	private Object offerOf(StoredTask task, JournaledHost host) {
		if (!task.readable()) {
			return reasonOf(task);
		}
		String obstacle = host.obstacle(task);
		if (obstacle != null) {
			return obstacle;
		}
		try {
			return this.details.details(task.record().uid());
		}
		catch (UnreadableTaskException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private static String reasonOf(StoredTask placeholder) {
		return (placeholder.record().failure() != null) ? String.valueOf(placeholder.record().failure().message())
				: "Its stored record cannot be read.";
	}

	/** Gives a task to the host, or gives it back if the host cannot take it. */
	private void take(Connection connection, JournaledHost host, StoredTask task, StoredDetails kept)
			throws SQLException {
		try {
			host.take(task, kept);
			this.unresolved.resolved(task.record().uid());
		}
		catch (RuntimeException ex) {
			giveBack(connection, task, "The host did not take it: " + ex.getMessage(), ex);
		}
	}

	private void unresolved(Connection connection, Waiting next, StoredTask task, String reason, JournaledHost host)
			throws SQLException {
		if (next.isOver()) {
			end(connection, task, reason, host);
			return;
		}
		failed(task, reason, null);
		if (!next.isNoted()) {
			this.waiting.note(connection, next.uid());
		}
	}

	private void end(Connection connection, StoredTask task, String reason, JournaledHost host) throws SQLException {
		if (!this.waiting.claim(connection, task, false)) {
			return;
		}
		try {
			host.end(task, this.details.readable(task.record().uid()), reason);
			this.unresolved.resolved(task.record().uid());
		}
		catch (RuntimeException ex) {
			giveBack(connection, task, "It could not be ended: " + ex.getMessage(), ex);
		}
	}

	private void giveBack(Connection connection, StoredTask task, String reason, RuntimeException ex)
			throws SQLException {
		failed(task, reason, ex);
		this.waiting.giveBack(connection, task.record().uid());
	}

	private void failed(StoredTask task, String reason, @Nullable Throwable failure) {
		this.unresolved.failed(new Task(task.record().uid(), task.record().kind()), reason, failure);
	}

}
