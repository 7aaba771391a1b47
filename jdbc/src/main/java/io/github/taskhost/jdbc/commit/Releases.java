package io.github.taskhost.jdbc.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.schema.Tables;

/**
 * Gives tasks of this node back, those of many threads in one statement. The number of
 * tasks that wait is that of the calling threads. Thread-safe.
 */
public final class Releases {

	private static final int TOGETHER = 1000;

	private final Queue<Release> waiting = new ConcurrentLinkedQueue<>();

	private final ReadThreads threads;

	private final Tables tables;

	private final NodeLease lease;

	/**
	 * Creates releases.
	 * @param threads the threads that run the statements
	 * @param tables the tables
	 * @param lease the lease of this node
	 */
	public Releases(ReadThreads threads, Tables tables, NodeLease lease) {
		this.threads = threads;
		this.tables = tables;
		this.lease = lease;
	}

	/**
	 * Takes the worker from a task, if it is this node.
	 * @throws JournalUnavailableException if the database is away
	 */
	public void release(UUID uid) {
		Release own = new Release(uid, new CompletableFuture<>());
		this.waiting.add(own);
		try {
			this.threads.read((connection) -> {
				while (!own.done().isDone() && this.waiting.contains(own)) {
					next(connection);
				}
				return true;
			});
		}
		finally {
			this.waiting.remove(own); // a caller that has failed goes on with the task
		}
		try {
			own.done().join();
		}
		catch (RuntimeException ex) {
			throw new JournalUnavailableException("Task " + uid + " could not be given back.", ex);
		}
	}

	private void next(Connection connection) throws SQLException {
		List<Release> some = new ArrayList<>();
		for (Release next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			some.add(next);
			if (some.size() == TOGETHER) {
				break;
			}
		}
		try {
			run(connection, some);
			some.forEach((release) -> release.done().complete(true));
		}
		catch (Throwable ex) {
			some.forEach((release) -> release.done().completeExceptionally(ex));
			throw ex;
		}
	}

	private void run(Connection connection, List<Release> some) throws SQLException {
		String sql = "UPDATE " + this.tables.live() + " SET worker = NULL WHERE uid = ANY(?) AND worker = ?";
		try (PreparedStatement statement = this.threads.prepare(connection, sql)) {
			statement.setArray(1, connection.createArrayOf("uuid", some.stream().map(Release::uid).toArray()));
			statement.setObject(2, this.lease.nodeId());
			statement.executeUpdate();
		}
	}

	/**
	 * A task to give back.
	 *
	 * @param uid the task
	 * @param done completed after it was given back
	 */
	private record Release(UUID uid, CompletableFuture<Boolean> done) {
	}

}
