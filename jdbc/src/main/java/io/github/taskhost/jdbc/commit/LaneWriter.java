package io.github.taskhost.jdbc.commit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.jdbc.commit.Attempts.Attempt;
import io.github.taskhost.jdbc.commit.Attempts.Broken;
import io.github.taskhost.jdbc.commit.Attempts.Fenced;
import io.github.taskhost.jdbc.commit.Attempts.Ready;
import io.github.taskhost.jdbc.commit.Attempts.Unanswered;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.sql.SqlFailures;
import io.github.taskhost.jdbc.sql.Statements;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that commits the requests of a lane, as many as wait in one transaction. It
 * has a connection while requests come, and gives it back after a second without one.
 *
 * <p>
 * A request is answered when its outcome is certain. Statements that fail halve the batch
 * until the request at fault is alone. A connection that is lost before the commit puts
 * the requests back, since the server rolls them back. A commit whose outcome is unknown
 * is settled first: see {@link Doubt}.
 *
 * <p>
 * Writers of one node do not deadlock: a task has one change at a time, the host holds
 * its names until the answer, and changes of several tasks lock their rows in the order
 * of uids. The server resolves a deadlock that is left, between nodes or through names,
 * by an error, after which the batch is repeated.
 */
public final class LaneWriter implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(LaneWriter.class);

	private final Attempts attempts;

	private final Lane lane;

	private final StoreParts parts;

	private final NodeLease lease;

	private final WriterConnection connection;

	private final CountDownLatch stopped;

	private final StopBound bound;

	private final Backoff backoff;

	private final Settlements settlements;

	private final JournalMeters meters;

	/** The largest number of requests of the next transaction. */
	private int limit = Lane.MAX_REQUESTS;

	/**
	 * Creates a writer.
	 * @param number the number of the lane
	 * @param lane the queue
	 * @param parts the statements
	 * @param lease the lease of the node
	 * @param connection the connection
	 * @param stopped counted down when waiting for the database ends
	 * @param bound the bound of waits while the host stops
	 * @param meters counts commits
	 */
	public LaneWriter(int number, Lane lane, StoreParts parts, NodeLease lease, WriterConnection connection,
			CountDownLatch stopped, StopBound bound, JournalMeters meters) {
		this.attempts = new Attempts(number, parts, meters);
		this.lane = lane;
		this.parts = parts;
		this.lease = lease;
		this.connection = connection;
		this.stopped = stopped;
		this.bound = bound;
		this.meters = meters;
		this.backoff = new Backoff(stopped);
		this.settlements = new Settlements(parts, connection, stopped, bound, this.backoff);
	}

	@Override
	public void run() {
		boolean running = true;
		while (running) {
			CommitRequest first = this.connection.isOpen() ? this.lane.first() : this.lane.firstEver();
			if (first == null) {
				this.lane.heldUp(false);
				this.connection.release();
			}
			else if (this.lane.isStop(first)) {
				running = false;
			}
			else {
				serve(first);
			}
		}
		this.connection.release();
		this.lane.close();
	}

	private void serve(CommitRequest first) {
		try {
			if (this.connection.isOutdated()) {
				this.connection.release();
			}
			this.connection.begin();
			this.bound.away(false);
		}
		catch (SQLException | RuntimeException ex) {
			this.bound.away(true);
			if (!first.isRefused()) {
				waitForDatabase(first, ex);
			}
			return;
		}
		commitSafely(ofThisNode(this.lane.gather(first, this.limit)));
	}

	/** An error, such as exhausted memory, ends neither the thread nor its waiters. */
	private void commitSafely(List<CommitRequest> batch) {
		try {
			commit(batch);
		}
		catch (Throwable ex) {
			this.connection.discard();
			batch.forEach((request) -> request.breakOff(ex));
			log.error("A transaction of {} requests broke off", batch.size(), ex);
		}
	}

	private void waitForDatabase(CommitRequest first, Exception ex) {
		if (this.stopped.getCount() == 0) {
			first.fail(Refusals.away(ex));
			return;
		}
		log.debug("No connection to the database of the tasks", ex);
		this.lane.giveBack(first);
		this.backoff.await();
	}

	private List<CommitRequest> ofThisNode(List<CommitRequest> requests) {
		UUID node = this.lease.nodeId();
		List<CommitRequest> own = new ArrayList<>();
		for (CommitRequest request : requests) {
			if (request.node().equals(node)) {
				own.add(request);
			}
			else {
				refuseFenced(request);
			}
		}
		return own;
	}

	private void refuseFenced(CommitRequest request) {
		this.meters.fencedWrite();
		request.fail(Refusals.fenced(request.node()));
	}

	private void commit(List<CommitRequest> batch) {
		if (batch.isEmpty()) {
			return;
		}
		Attempt attempt;
		try {
			attempt = this.attempts.attempt(this.connection.get(), batch);
		}
		catch (SQLException | RuntimeException | Error ex) {
			this.connection.rollback();
			failed(batch, ex);
			return;
		}
		switch (attempt) {
			case Fenced() -> {
				this.connection.rollback();
				this.lease.check();
				batch.forEach(this::refuseFenced);
			}
			case Broken broken -> {
				this.connection.rollback();
				apart(batch, broken);
			}
			case Ready ready -> finish(batch, ready);
			case Unanswered unanswered -> unanswered(batch, unanswered.ready(), unanswered.failure());
		}
	}

	/** Commits a request that is not stored as a whole apart from the others. */
	private void apart(List<CommitRequest> batch, Broken broken) {
		if (batch.size() == 1) {
			broken.request().complete(broken.reason());
			return;
		}
		commit(batch.stream().filter((request) -> request != broken.request()).toList());
		commit(List.of(broken.request()));
	}

	private void finish(List<CommitRequest> batch, Ready ready) {
		try {
			this.connection.get().commit();
		}
		catch (SQLException | RuntimeException | Error ex) {
			unanswered(batch, ready, ex);
			return;
		}
		succeeded(batch, ready);
	}

	private void succeeded(List<CommitRequest> batch, Ready ready) {
		this.attempts.answered(batch.size());
		this.lane.stored();
		if (batch.get(0).isSentAlone()) {
			this.lane.heldUp(false);
		}
		this.backoff.success();
		this.limit = Math.min(Lane.MAX_REQUESTS, this.limit * 2);
		ready.results().forEach(CommitRequest::complete);
	}

	/** Finds out what became of a commit that failed. */
	private void unanswered(List<CommitRequest> batch, Ready ready, Throwable ex) {
		if (SqlFailures.isRolledBack(ex)) {
			this.connection.rollback();
			failed(batch, ex);
			return;
		}
		this.connection.discard();
		this.lane.heldUp(true);
		Boolean committed = this.settlements.settle(batch, ready.doubt(), ex);
		this.lane.heldUp(false);
		if (Boolean.TRUE.equals(committed)) {
			succeeded(batch, ready);
		}
		else if (committed != null) {
			failed(batch, ex);
		}
	}

	private void failed(List<CommitRequest> batch, Throwable ex) {
		boolean lost = SqlFailures.isLost(ex) || !this.connection.isOpen();
		if (!lost && SqlFailures.isBlocked(ex)) {
			blocked(batch);
		}
		else if (lost || SqlFailures.isPassing(ex)) {
			log.debug("A transaction of {} requests is repeated", batch.size(), ex);
			if (lost) {
				this.connection.discard();
				this.limit = Math.max(1, this.limit / 2);
			}
			if (batch.size() == 1) {
				this.lane.putLast(batch.get(0));
			}
			else {
				this.lane.putBack(batch);
			}
			this.backoff.await();
		}
		else if (batch.size() == 1) {
			Refusals.refuse(batch.get(0), this.parts, this.connection, ex);
		}
		else {
			commitHalves(batch);
		}
	}

	private void commitHalves(List<CommitRequest> batch) {
		commit(batch.subList(0, batch.size() / 2));
		commit(batch.subList(batch.size() / 2, batch.size()));
	}

	/**
	 * Finds the request whose rows a transaction of the application has locked; from then
	 * on it is sent by itself, behind the others.
	 */
	private void blocked(List<CommitRequest> batch) {
		if (batch.size() > 1) {
			commitHalves(batch);
			return;
		}
		CommitRequest request = batch.get(0);
		log.debug("A change of task {} waits for a transaction that has locked it", request.writes().get(0).uid());
		request.sendAlone();
		this.lane.heldUp(true);
		this.lane.putLast(request);
	}

}
