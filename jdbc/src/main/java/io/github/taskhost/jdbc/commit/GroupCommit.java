package io.github.taskhost.jdbc.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.TaskJournal.Patience;

/**
 * The writers, which commit what many threads want to store in few transactions. Threads
 * park until their changes are stored; only the writers use connections. The number of
 * requests in the queues is that of the calling threads. Thread-safe.
 */
public final class GroupCommit {

	/** The number of requests up to which a single writer has all the work. */
	private static final int FEW = 64;

	private final Duration acceptTimeout;

	private final StopBound bound;

	private final List<Lane> lanes = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	/** The number of threads that wait for their changes. */
	private final AtomicInteger waiting = new AtomicInteger();

	private final CountDownLatch stopped = new CountDownLatch(1);

	/**
	 * Creates writers that are not yet started.
	 * @param dataSource the pool
	 * @param writers the number of writers
	 * @param acceptTimeout the longest wait for the database
	 * @param parts the statements
	 * @param lease the lease of this node
	 * @param meters counts commits
	 */
	public GroupCommit(DataSource dataSource, int writers, Duration acceptTimeout, StoreParts parts, NodeLease lease,
			JournalMeters meters) {
		this.acceptTimeout = acceptTimeout;
		this.bound = new StopBound(this.acceptTimeout);
		for (int i = 0; i < writers; i++) {
			Lane lane = new Lane();
			WriterConnection connection = new WriterConnection(dataSource, parts.database(), lease.duration(),
					lease.mark());
			this.lanes.add(lane);
			this.threads.add(JournalThreads.of("taskhost-writer-" + i,
					new LaneWriter(i, lane, parts, lease, connection, this.stopped, this.bound, meters)));
		}
	}

	public void start() {
		this.threads.forEach(Thread::start);
	}

	/**
	 * Stores prepared changes, all or none, and returns after they are durable.
	 * @param node the node under which they were prepared
	 * @param writes the changes
	 * @param patience the behaviour while the database cannot be reached
	 * @throws JournalUnavailableException if nothing was stored
	 */
	public JournalResult commit(UUID node, List<Write> writes, Patience patience) {
		Long deadline = (patience == Patience.BOUNDED) ? System.nanoTime() + this.acceptTimeout.toNanos() : null;
		CommitRequest request = new CommitRequest(node, writes, deadline, this.bound);
		this.waiting.incrementAndGet();
		try {
			return await(request, laneOf(writes.get(0)));
		}
		finally {
			this.waiting.decrementAndGet();
		}
	}

	private static JournalResult await(CommitRequest request, Lane lane) {
		lane.add(request);
		try {
			return request.await();
		}
		finally {
			if (request.isRefused()) {
				lane.remove(request);
			}
		}
	}

	/** The number of threads whose changes are being stored or wait for that. */
	public int waiting() {
		return this.waiting.get();
	}

	/** Bounds all waits for the database, or ends the bound. */
	public void stopping(boolean stops) {
		this.bound.stopping(stops);
	}

	/** Places changes in the log that a transaction of a caller has stored. */
	public void log(UUID node, List<Write> writes) {
		for (Write write : writes) {
			laneOf(write).add(new CommitRequest(node, List.of(write.logged()), null, this.bound));
		}
	}

	/**
	 * One writer stores all changes while few wait, since it shares its transactions
	 * best. Otherwise the writers share the sessions. A writer that is held up, by a row
	 * that the application has locked for instance, gets no further changes as long as
	 * another is not.
	 */
	private Lane laneOf(Write write) {
		List<Lane> free = this.lanes.stream().filter((lane) -> !lane.isHeldUp()).toList();
		if (free.isEmpty()) {
			free = this.lanes;
		}
		if (this.waiting.get() <= FEW) {
			return free.get(0);
		}
		String session = (write.change() instanceof JournalChange.Changed changed) ? changed.before().sessionId()
				: write.record().sessionId();
		return free.get(Math.floorMod(session.hashCode(), free.size()));
	}

	/**
	 * Stores the requests that wait, and ends the writers. Requests are refused if the
	 * database is not back after the accept timeout.
	 */
	public void stop() {
		this.lanes.forEach(Lane::stop);
		Thread bound = JournalThreads.of("taskhost-writer-stop", this::boundStop);
		bound.start();
		this.threads.forEach(JournalThreads::join);
		this.stopped.countDown();
	}

	private void boundStop() {
		try {
			if (!this.stopped.await(this.acceptTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
				this.stopped.countDown();
			}
		}
		catch (InterruptedException ex) {
			this.stopped.countDown();
		}
	}

}
