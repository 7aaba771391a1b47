package io.github.taskhost.jdbc.node;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.jdbc.row.WorkerIds;
import io.github.taskhost.jdbc.schema.Database;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.NodeMark;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.ClusterNode.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The row of this start in the table of nodes, and the thread that renews its lease every
 * third of the lease on its own connection, and looks when that of another node expires.
 * All times are those of the database; gaps are measured by the monotonic clock, from
 * before a renewal is sent. A renewal also records the server processes of open
 * connections; one of which the row does not know yet has the next heartbeat at once.
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

	private final NodeMark mark;

	private final NodeListener listener;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Semaphore checks = new Semaphore(0);

	private volatile UUID nodeId;

	private volatile long renewedAt;

	/** Whether this node is fenced and has no new id yet. */
	private volatile boolean givesUp;

	private final SeenNodes seen = new SeenNodes();

	private final AtomicInteger fencings = new AtomicInteger();

	private final RenewalLog failures = new RenewalLog();

	private final GivingUp givingUp = new GivingUp();

	/** The renewal since which there was no gap of a lease. */
	private volatile long unbrokenSince;

	/**
	 * Creates a lease without a row.
	 * @param nodeId the id of the first row
	 * @param parts the database and its tables
	 * @param name the name of this node for people
	 * @param duration the lease
	 * @param connection the connection of the heartbeat
	 * @param mark the mark on the connections of this node
	 * @param clock is compared with the clock of the database
	 * @param listener is told about fenced and expired nodes on the heartbeat thread
	 */
	public NodeLease(UUID nodeId, StoreParts parts, String name, Duration duration, WriterConnection connection,
			NodeMark mark, DatabaseClock clock, NodeListener listener) {
		this.nodeId = nodeId;
		this.rows = new NodeRows(parts.database(), parts.tables(), duration, clock);
		this.name = name;
		this.duration = duration;
		this.connection = connection;
		this.mark = mark;
		this.listener = listener;
	}

	public UUID nodeId() {
		return this.nodeId;
	}

	/** The time without a renewal after which this node may be declared dead. */
	public Duration duration() {
		return this.duration;
	}

	/** The mark on the connections of this node. */
	public NodeMark mark() {
		return this.mark;
	}

	/** Inserts the first row, before anything is stored under its id. */
	public void open(Connection first) throws SQLException {
		insert(first, this.nodeId);
	}

	private void insert(Connection current, UUID id) throws SQLException {
		long sentAt = System.nanoTime();
		this.rows.insert(current, id, this.name);
		this.unbrokenSince = sentAt;
		this.renewedAt = sentAt;
	}

	@Override
	public void run() {
		while (this.stopped.getCount() > 0) {
			JournalThreads.await(this.checks, beat().toMillis());
		}
	}

	/** Lets the heartbeat thread check the row at once. */
	public void check() {
		this.checks.release();
	}

	/** Renews the lease; returns the time until the next renewal. */
	private Duration beat() {
		Duration third = this.duration.dividedBy(BEATS);
		try {
			if (this.connection.isOutdated()) {
				this.connection.release();
			}
			Connection current = this.connection.get();
			current.setAutoCommit(true);
			this.checks.drainPermits(); // this heartbeat is the check
			if (renew(current)) {
				Duration untilNext = tellExpired(current).plusMillis(1);
				return (untilNext.compareTo(third) < 0) ? untilNext : third;
			}
			replace(current);
		}
		catch (Throwable ex) {
			this.failures.failed(this.nodeId, ex);
			this.connection.discard();
		}
		return third;
	}

	private boolean renew(Connection current) throws SQLException {
		long sentAt = System.nanoTime();
		NodeRows.Load load = new NodeRows.Load(this.listener.running(), this.listener.isDraining());
		NodeRows.Peers now = this.rows.renew(current, this.nodeId, load);
		if (now == null) {
			return false;
		}
		renewed(sentAt);
		NodeRows.Peers before = this.seen.peers();
		this.seen.renewed(now);
		if (before.rows() == 0 && now.rows() > 0 || before.alive() == 0 && now.alive() > 0) {
			this.listener.joined();
		}
		return true;
	}

	/** Whether another node held a lease at the last renewal. */
	public boolean hasPeers() {
		return this.seen.peers().alive() > 0;
	}

	/** Whether other nodes have registered, as far as the last renewal has found out. */
	public boolean isShared() {
		return this.seen.peers().rows() > 0 && this.rows.database() == Database.POSTGRESQL;
	}

	private void renewed(long sentAt) {
		if (sentAt - this.renewedAt > this.duration.toNanos()) {
			this.unbrokenSince = sentAt;
		}
		this.renewedAt = sentAt;
		this.failures.renewed(this.nodeId);
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

	/** The nodes: this one, and the others as of the last heartbeat. */
	public List<ClusterNode> nodes() {
		Duration age = sinceRenewal();
		Lease lease = (age.compareTo(this.duration) < 0) ? Lease.HELD : Lease.EXPIRED;
		return this.seen.with(new ClusterNode(WorkerIds.of(this.nodeId), this.name, true,
				this.givesUp ? Lease.FENCED : lease, age, this.listener.running(), this.listener.isDraining()));
	}

	/** Returns the time until the lease of another node may expire. */
	private Duration tellExpired(Connection current) throws SQLException {
		if (this.seen.peers().rows() == 0) {
			return this.duration;
		}
		NodeRows.Others others = this.rows.others(current, this.nodeId);
		this.seen.looked(others.nodes());
		if (!isSteady()) {
			return this.duration;
		}
		if (!others.expired().isEmpty()) {
			this.listener.expired(others.expired());
		}
		return others.untilNext();
	}

	/**
	 * Lets the listener give up the tasks of the fenced node, then takes a new id:
	 * nothing is accepted in between, so the listener gives up nothing of the new id.
	 */
	private void replace(Connection current) throws SQLException {
		this.failures.forget();
		this.givesUp = true;
		UUID fenced = this.nodeId;
		if (!this.givingUp.isOver(fenced, () -> this.listener.fenced(fenced), this.duration.dividedBy(BEATS))) {
			return;
		}
		UUID next = UUID.randomUUID();
		this.mark.node(next);
		insert(current, next);
		this.givingUp.forget();
		this.nodeId = next;
		this.givesUp = false;
		this.fencings.incrementAndGet();
		log.error("Worker {} was fenced and continues as worker {}", fenced, next);
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

}
