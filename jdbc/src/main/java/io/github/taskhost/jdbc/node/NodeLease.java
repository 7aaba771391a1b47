package io.github.taskhost.jdbc.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.jdbc.sql.Backends;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The row of this start in the table of nodes, and the thread that renews its lease every
 * third of the lease on its own connection. All times are those of the database; gaps are
 * measured by the monotonic clock, from before a renewal is sent. A renewal also records
 * the server processes of open connections; one of which the row does not know yet has
 * the next heartbeat at once.
 *
 * <p>
 * <b>Synchronisation.</b> The heartbeat thread alone renews and replaces the row.
 * {@code nodeId} is volatile: it changes after the row of the new id was inserted.
 */
public final class NodeLease implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(NodeLease.class);

	private static final int BEATS = 3;

	private final NodeRows rows;

	private final String name;

	private final Duration duration;

	private final WriterConnection connection;

	private final Backends backends;

	private final Listener listener;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Semaphore checks = new Semaphore(0);

	private volatile UUID nodeId;

	private volatile long renewedAt;

	private final AtomicInteger fencings = new AtomicInteger();

	/** The heartbeats that failed in a row; used by the heartbeat thread only. */
	private int failed;

	/** Gives up the tasks of the fenced node; used by the heartbeat thread only. */
	private @Nullable Thread givingUp;

	/** The renewal since which there was no gap of a lease. */
	private volatile long unbrokenSince;

	/**
	 * Creates a lease without a row.
	 * @param nodeId the id of the first row
	 * @param parts the database and its tables
	 * @param name the name of this node for people
	 * @param duration the lease
	 * @param connection the connection of the heartbeat
	 * @param backends the server processes of this node
	 * @param listener is told about fenced and expired nodes on the heartbeat thread
	 */
	public NodeLease(UUID nodeId, StoreParts parts, String name, Duration duration, WriterConnection connection,
			Backends backends, Listener listener) {
		this.nodeId = nodeId;
		this.rows = new NodeRows(parts.database(), parts.tables(), duration);
		this.name = name;
		this.duration = duration;
		this.connection = connection;
		this.backends = backends;
		this.listener = listener;
		backends.whenAdded(this::check);
	}

	public UUID nodeId() {
		return this.nodeId;
	}

	/** The time without a renewal after which this node may be declared dead. */
	public Duration duration() {
		return this.duration;
	}

	/** The server processes of this node. */
	public Backends backends() {
		return this.backends;
	}

	/** Inserts the first row, before anything is stored under its id. */
	public void open(Connection first) throws SQLException {
		insert(first, this.nodeId);
	}

	private void insert(Connection current, UUID id) throws SQLException {
		long sentAt = System.nanoTime();
		Set<Integer> open = this.backends.open();
		this.rows.insert(current, id, this.name, open);
		this.backends.recorded(open);
		this.unbrokenSince = sentAt;
		this.renewedAt = sentAt;
	}

	@Override
	public void run() {
		while (this.stopped.getCount() > 0) {
			beat();
			await(this.duration.dividedBy(BEATS));
		}
	}

	private void await(Duration time) {
		try {
			this.checks.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
			this.checks.drainPermits();
		}
		catch (InterruptedException ex) {
			// the thread is stopped by a latch, never by an interrupt
		}
	}

	/** Lets the heartbeat thread check the row at once. */
	public void check() {
		this.checks.release();
	}

	private void beat() {
		try {
			Connection current = this.connection.get();
			current.setAutoCommit(true);
			this.checks.drainPermits(); // this heartbeat is the check
			if (renew(current)) {
				tellExpired(current);
			}
			else {
				replace(current);
			}
		}
		catch (Throwable ex) {
			failed(ex);
			this.connection.discard();
		}
	}

	private void failed(Throwable ex) {
		log.atLevel((this.failed++ == 0) ? Level.WARN : Level.DEBUG)
			.log("The lease of worker {} could not be renewed, and is tried again: {}", this.nodeId, ex.toString());
	}

	private boolean renew(Connection current) throws SQLException {
		long sentAt = System.nanoTime();
		Set<Integer> open = this.backends.open();
		boolean renewed = this.rows.renew(current, this.nodeId, open);
		if (renewed) {
			this.backends.recorded(open);
			renewed(sentAt);
		}
		return renewed;
	}

	private void renewed(long sentAt) {
		if (sentAt - this.renewedAt > this.duration.toNanos()) {
			this.unbrokenSince = sentAt;
		}
		this.renewedAt = sentAt;
		if (this.failed > 0) {
			log.info("The lease of worker {} is renewed again, after {} failed tries", this.nodeId, this.failed);
			this.failed = 0;
		}
	}

	/** The time since the lease was renewed last. */
	public Duration sinceRenewal() {
		return Duration.ofNanos(System.nanoTime() - this.renewedAt);
	}

	/** The number of times that this node was fenced. */
	public int fencings() {
		return this.fencings.get();
	}

	/** Whether the lease was renewed without a gap for a whole lease. */
	public boolean isSteady() {
		return this.renewedAt - this.unbrokenSince >= this.duration.toNanos();
	}

	private void tellExpired(Connection current) throws SQLException {
		if (!isSteady()) {
			return;
		}
		List<UUID> expired = this.rows.expired(current, this.nodeId);
		if (!expired.isEmpty()) {
			this.listener.expired(expired);
		}
	}

	/**
	 * Lets the listener give up the tasks of the fenced node, then takes a new id:
	 * nothing is accepted in between, so the listener gives up nothing of the new id.
	 */
	private void replace(Connection current) throws SQLException {
		this.failed = 0;
		UUID fenced = this.nodeId;
		Thread givingUp = this.givingUp;
		if (givingUp == null) {
			log.error("Worker {} is fenced, since it did not renew its lease in time. It gives up its tasks", fenced);
			givingUp = JournalThreads.of("taskhost-fenced", () -> this.listener.fenced(fenced));
			this.givingUp = givingUp;
			givingUp.start();
		}
		if (!hasEnded(givingUp)) {
			log.warn("Worker {} is fenced and still gives up its tasks", fenced);
			return;
		}
		UUID next = UUID.randomUUID();
		insert(current, next);
		this.givingUp = null;
		this.nodeId = next;
		this.fencings.incrementAndGet();
		log.error("Worker {} was fenced and continues as worker {}", fenced, next);
	}

	private boolean hasEnded(Thread thread) {
		try {
			return thread.join(this.duration.dividedBy(BEATS));
		}
		catch (InterruptedException ex) {
			return false; // the thread is stopped by a latch, never by an interrupt
		}
	}

	/**
	 * Ends the heartbeats and deletes the row. A row whose node still has tasks or
	 * unplaced events stays, and they are taken over.
	 */
	public void stop(Thread heartbeats) {
		this.stopped.countDown();
		check();
		JournalThreads.join(heartbeats);
		boolean deleted = delete();
		if (!deleted) {
			// the connection was lost since the last heartbeat
			deleted = delete();
		}
		if (!deleted) {
			log.warn("The row of worker {} is left to its lease, since the database is away", this.nodeId);
		}
		this.connection.release();
	}

	private boolean delete() {
		try {
			Connection current = this.connection.get();
			current.setAutoCommit(true);
			this.rows.delete(current, this.nodeId);
			return true;
		}
		catch (SQLException | RuntimeException ex) {
			log.debug("The row of worker {} could not be deleted", this.nodeId, ex);
			this.connection.discard();
			return false;
		}
	}

	/** Is told about nodes. */
	public interface Listener {

		/**
		 * This node was fenced. It accepts nothing until this method returns, and then
		 * continues under a new id. Called on a thread of its own.
		 * @param node the id before
		 */
		void fenced(UUID node);

		/**
		 * Other nodes have no lease, or were fenced and still have a row.
		 * @param nodes their ids
		 */
		void expired(List<UUID> nodes);

	}

}
