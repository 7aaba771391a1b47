package io.github.taskhost.jdbc.recovery;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournaledHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The thread that has the {@link Engine} place the takeovers of lost nodes, and that
 * claims tasks without a worker for this node: at the start, after a takeover, and every
 * ten seconds. While other nodes are alive, which may give tasks back, it also looks for
 * such tasks every half second. Tasks that this node cannot read or run have a back-off.
 * All that it does can be repeated: an error ends a round, and the next heartbeat or
 * round goes on.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lost} is a concurrent set: a node that is added while it
 * is being taken over is looked at once more.
 */
public final class Recovery implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(Recovery.class);

	private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long POLL_MILLIS = 500;

	private static final int MOST_PASSED_ON = 100;

	/** The time for which polls go on after the last peer has gone, in leases. */
	private static final int LEASES = 2;

	private final JournaledHost host;

	private final Engine engine;

	private final ForgottenTasks forgotten;

	private final Claims claims;

	private final WriterConnection connection;

	private final NodeLease lease;

	/** The end of the polls, and the next round; used by the thread alone. */
	private long pollsUntil = System.nanoTime();

	private long nextRound = System.nanoTime();

	private final Set<UUID> lost = ConcurrentHashMap.newKeySet();

	private final Runnable schedules;

	private final Semaphore wanted;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private volatile boolean paused;

	/** Whether the last round failed; used by the thread of the recovery only. */
	private boolean failed;

	private final Thread thread = JournalThreads.of("taskhost-recovery", this);

	/**
	 * Creates a recovery.
	 * @param host the host that decides about tasks and takes them
	 * @param engine places the takeovers of lost nodes
	 * @param schedules looks for schedules that are due, without a wait
	 * @param wanted is released for a round at once
	 * @param forgotten gives tasks back that the host does not have
	 * @param claims the claims of tasks
	 * @param lease tells of other nodes
	 * @param connection the connection, which goes back to the pool after each round
	 */
	public Recovery(JournaledHost host, Engine engine, Runnable schedules, Semaphore wanted, ForgottenTasks forgotten,
			Claims claims, NodeLease lease, WriterConnection connection) {
		this.host = host;
		this.engine = engine;
		this.schedules = schedules;
		this.wanted = wanted;
		this.forgotten = forgotten;
		this.claims = claims;
		this.lease = lease;
		this.connection = connection;
	}

	public void start() {
		this.engine.start();
		this.thread.start();
	}

	/** Claims no tasks while the host stops or is stopped. */
	public void pause(boolean pauses) {
		this.paused = pauses;
		this.wanted.release();
	}

	/** Claims tasks as soon as possible. */
	public void hurry() {
		this.wanted.release();
	}

	/** Claims tasks as soon as possible if there is room for one of a kind. */
	public void hurryFor(String kind) {
		if (Backlog.hasRoom(kind, this.host)) {
			hurry();
		}
	}

	/** Takes the tasks of nodes from them, as soon as possible. */
	public void add(List<UUID> nodes) {
		this.lost.addAll(nodes);
		this.wanted.release();
	}

	@Override
	public void run() {
		while (this.stopped.getCount() > 0) {
			try {
				if (isRoundDue()) {
					this.nextRound = System.nanoTime() + ROUND_NANOS;
					round();
					this.nextRound = System.nanoTime() + this.claims.untilNextDue(ROUND_NANOS);
					this.failed = false;
				}
			}
			catch (Throwable ex) {
				failed(ex);
				this.connection.rollback();
			}
			if (!this.wanted.tryAcquire()) {
				this.connection.release();
				await();
			}
			else {
				hurried();
			}
		}
		this.connection.release();
	}

	/**
	 * Logs a failure; of those of an outage the first. A round after the first failure
	 * comes soon, since this one may have missed that room was freed.
	 */
	private void failed(Throwable ex) {
		if (!this.failed) {
			this.nextRound = System.nanoTime() + RETRY_NANOS;
		}
		log.atLevel((this.failed && ex instanceof SQLException) ? Level.DEBUG : Level.WARN)
			.setCause(ex)
			.log("A round of the recovery of tasks failed and is repeated");
		this.failed = true;
	}

	private void hurried() {
		this.wanted.drainPermits();
		this.nextRound = System.nanoTime();
	}

	/** Whether it is time for a round, or a poll has found a task. */
	private boolean isRoundDue() {
		try {
			return System.nanoTime() - this.nextRound >= 0 || !isOver() && isPollOfUse();
		}
		catch (JournalUnavailableException ex) {
			log.debug("No look for tasks without a worker, since the database is away", ex);
			return false;
		}
	}

	private boolean isPollOfUse() {
		passOn();
		return this.claims.isTaskWaiting(this.host);
	}

	/** Gives tasks back that wait here for room, as long as there are some. */
	private void passOn() {
		while (!isOver() && this.host.passOn() >= MOST_PASSED_ON) {
			placeTakeovers();
		}
	}

	private void await() {
		long now = System.nanoTime();
		if (this.lease.hasPeers()) {
			this.pollsUntil = now + this.lease.duration().multipliedBy(LEASES).toNanos();
		}
		long left = TimeUnit.NANOSECONDS.toMillis(this.nextRound - now) + 1;
		if (JournalThreads.await(this.wanted, (this.pollsUntil - now > 0) ? Math.min(POLL_MILLIS, left) : left)) {
			hurried();
		}
	}

	private void round() throws SQLException {
		placeTakeovers();
		if (!isOver()) {
			passOn();
			this.schedules.run();
			this.forgotten.lookWhenDue(this.connection.get(), this.host);
			if (this.claims.claimAll(this.connection, this.host, this::isOver, this::placeTakeovers)) {
				hurry();
			}
		}
	}

	private void placeTakeovers() {
		this.engine.takeOver(takeLost());
	}

	private boolean isOver() {
		return this.paused || this.stopped.getCount() == 0;
	}

	private List<UUID> takeLost() {
		List<UUID> nodes = List.copyOf(this.lost);
		nodes.forEach(this.lost::remove);
		return nodes;
	}

	/** Ends the threads after the task at hand. */
	public void stop() {
		this.engine.stop();
		this.stopped.countDown();
		this.wanted.release();
		JournalThreads.join(this.thread);
	}

}
