package io.github.taskhost.jdbc.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import io.github.taskhost.jdbc.inbox.InboxRows.Arrived;
import io.github.taskhost.jdbc.inbox.Takers.Taken;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.read.DetailReads.Details;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.Notices;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes the notices of other nodes about tasks of this one: when the
 * database says so, and every {@value #POLL_MILLIS} ms. While this node is alone, it has
 * no connection and waits. A notice is deleted after it had its effect, so that it is
 * never lost; to take one twice has no effect. A notice about a task that this node has
 * claimed and not yet taken waits.
 */
public final class Inbox implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(Inbox.class);

	static final int POLL_MILLIS = 500;

	private final NodeLease lease;

	private final InboxRows rows;

	private final DetailReads details;

	private final WriterConnection connection;

	private final Takers takers;

	private final Doorbell doorbell;

	private final Semaphore shared = new Semaphore(0);

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Coming coming = new Coming(this::look);

	private volatile boolean wanted;

	private volatile boolean looks;

	/** The time of the last look that left no notice, by the monotonic clock. */
	private volatile long emptyAt;

	private final Thread thread = JournalThreads.of("taskhost-inbox", this);

	/**
	 * Creates an inbox that is not yet started.
	 * @param lease the lease of this node
	 * @param parts the statements
	 * @param codec reads values
	 * @param details reads the details of tasks
	 * @param connection the connection, which is held while there are other nodes
	 * @param host the host that has the tasks
	 * @param reports the reports of the tasks
	 */
	public Inbox(NodeLease lease, StoreParts parts, RecordCodec codec, DetailReads details, WriterConnection connection,
			JournaledHost host, PendingReports reports) {
		this.takers = new Takers(parts.rows(), host, reports, this.coming);
		this.lease = lease;
		this.rows = new InboxRows(parts, codec);
		this.details = details;
		this.connection = connection;
		this.doorbell = new Doorbell(Notices.channel(parts.tables()));
	}

	/** Starts the thread. */
	public void start() {
		this.thread.start();
	}

	/** The time for which a notice may have waited; zero while there are no others. */
	public Duration age() {
		return this.looks ? Duration.ofNanos(System.nanoTime() - this.emptyAt) : Duration.ZERO;
	}

	/** The tasks whose notices wait. */
	public Coming coming() {
		return this.coming;
	}

	/** Begins to look for notices, since another node has registered. */
	public void wake() {
		this.shared.release();
	}

	/** Looks for notices at least once, also if this node is alone. */
	private void look() {
		this.wanted = true;
		wake();
	}

	/** Ends the thread after the notices at hand. */
	public void stop() {
		this.stopped.countDown();
		this.shared.release();
		this.doorbell.ring();
		JournalThreads.join(this.thread);
		this.takers.stop();
	}

	@Override
	public void run() {
		while (!isStopped()) {
			boolean isShared = this.lease.isShared();
			if (isShared || this.looks || this.wanted) {
				this.wanted = false;
				begin();
				// once more than there are others, and as long as a notice is left
				this.looks = !roundSafely() || isShared;
			}
			else {
				release();
				awaitOthers();
			}
		}
		this.looks = false;
		release();
	}

	private void begin() {
		if (!this.looks) {
			this.emptyAt = System.nanoTime();
			this.looks = true;
		}
	}

	private boolean isStopped() {
		return this.stopped.getCount() == 0;
	}

	private void release() {
		if (this.connection.isOpen()) {
			this.doorbell.leave();
			this.connection.release();
		}
	}

	private void awaitOthers() {
		try {
			this.shared.acquire();
			this.shared.drainPermits();
		}
		catch (InterruptedException ex) {
			// the thread is stopped by a latch, never by an interrupt
		}
	}

	/**
	 * An error ends a round; the next one finds the same notices.
	 * @return whether no notice is left
	 */
	private boolean roundSafely() {
		try {
			if (this.connection.isOutdated()) {
				release();
			}
			Connection current = this.connection.get();
			current.setAutoCommit(true);
			this.doorbell.listen(current);
			boolean isEmpty = take(current);
			this.doorbell.await(this.lease.nodeId().toString(), POLL_MILLIS);
			return isEmpty;
		}
		catch (Throwable ex) {
			log.debug("A look for notices of other nodes failed and is repeated", ex);
			this.connection.discard();
			JournalThreads.await(this.stopped, POLL_MILLIS);
			return false;
		}
	}

	/**
	 * Takes all notices that are there; returns whether none is left. The look ends at a
	 * batch that is left out, and leaves out those behind a notice of the same task that
	 * had no effect yet, so that the notices of a task keep their order.
	 */
	private boolean take(Connection current) throws SQLException {
		UUID node = this.lease.nodeId();
		long begun = System.nanoTime();
		long last = 0;
		boolean full = false;
		Set<UUID> left = new HashSet<>();
		List<Arrived> batch = this.rows.after(current, node, last);
		while (!batch.isEmpty() && !isStopped()) {
			full = this.takers.isFull();
			if (!full) {
				take(current, node, batch, left);
			}
			settle(current, batch, left);
			last = batch.getLast().id();
			batch = (batch.size() == InboxRows.BATCH && !full) ? this.rows.after(current, node, last) : List.of();
		}
		boolean isEmpty = left.isEmpty() && !full;
		if (isEmpty) {
			this.emptyAt = begun;
		}
		return isEmpty;
	}

	/**
	 * Takes some notices, and waits a moment for their effects.
	 * @param left the tasks of which a notice was left out
	 */
	private void take(Connection current, UUID node, List<Arrived> batch, Set<UUID> left) throws SQLException {
		Map<UUID, List<Arrived>> byTask = new LinkedHashMap<>();
		for (Arrived arrived : batch) {
			if (left.contains(arrived.uid()) || this.takers.isBusy(arrived.uid())) {
				left.add(arrived.uid());
			}
			else if (!this.takers.isSettled(arrived.id())) {
				byTask.computeIfAbsent(arrived.uid(), (uid) -> new ArrayList<>()).add(arrived);
			}
		}
		if (!byTask.isEmpty()) {
			Map<UUID, StoredRow> tasks = this.rows.tasks(current, byTask.keySet());
			Map<UUID, Details> of = this.details.details(byTask.keySet());
			List<Taken> taken = new ArrayList<>();
			byTask.forEach((uid, notices) -> taken.add(new Taken(uid, tasks.get(uid),
					of.containsKey(uid) ? of.get(uid).readable() : StoredDetails.NONE, notices)));
			this.takers.take(node, taken);
		}
	}

	/**
	 * Deletes the notices that had their effect, and sends on those of tasks that have
	 * moved.
	 * @param left gets the tasks of the others
	 */
	private void settle(Connection current, List<Arrived> batch, Set<UUID> left) throws SQLException {
		List<Long> deleted = batch.stream().map(Arrived::id).filter(this.takers::isDone).toList();
		List<Long> moved = batch.stream().map(Arrived::id).filter(this.takers::isMoved).toList();
		Set<Long> settled = new HashSet<>(deleted);
		settled.addAll(moved);
		batch.stream().filter((arrived) -> !settled.contains(arrived.id())).map(Arrived::uid).forEach(left::add);
		this.rows.delete(current, deleted);
		this.takers.forget(deleted);
		this.rows.follow(current, moved);
		this.takers.forget(moved);
	}

}
