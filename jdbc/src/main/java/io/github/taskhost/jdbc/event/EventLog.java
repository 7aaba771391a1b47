package io.github.taskhost.jdbc.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.jdbc.event.Logged.Lane;
import io.github.taskhost.jdbc.event.Logged.Place;
import io.github.taskhost.jdbc.event.Logged.Revision;
import io.github.taskhost.jdbc.node.NodeLease;
import io.github.taskhost.jdbc.read.ReadThreads;
import io.github.taskhost.jdbc.row.EventCodec;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.schema.Tables;
import io.github.taskhost.jdbc.sql.JournalThreads;
import io.github.taskhost.spi.JournaledHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that publishes the events of other nodes on this one: it reads the log every
 * {@value #POLL_MILLIS} ms, from its end at the start of this node, and has no connection
 * of its own. A change is taken out of memory before its events are published, so none is
 * published twice; a failed look is repeated from the same positions, so none is left
 * out. Listeners that are slow hold the thread up, and with it the events of other nodes.
 */
public final class EventLog implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(EventLog.class);

	private static final int POLL_MILLIS = 500;

	/** The longest wait of a stop for a listener. */
	private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

	private final NodeLease lease;

	private final ReadThreads reads;

	private final LogRows rows;

	private final RecordCodec records;

	private final EventCodec events;

	private final JournaledHost host;

	private final EventOrder order;

	/** The changes whose events are to be published, in order. */
	private final Queue<Logged> due = new ArrayDeque<>();

	/** Whether the last look failed, and was logged. */
	private boolean failed;

	/** Whether a node without stored events was logged. */
	private boolean warned;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final Thread thread = JournalThreads.of("taskhost-events", this);

	/**
	 * Creates a reader that begins at the present end of the log.
	 * @param lease the lease of this node
	 * @param reads the threads that read
	 * @param tables the names of the tables
	 * @param codec reads records
	 * @param host the host that publishes
	 * @throws JournalUnavailableException if the end of the log cannot be read
	 */
	public EventLog(NodeLease lease, ReadThreads reads, Tables tables, RecordCodec codec, JournaledHost host) {
		this.lease = lease;
		this.reads = reads;
		this.rows = new LogRows(tables);
		this.records = codec;
		this.events = new EventCodec(codec);
		this.host = host;
		this.order = new EventOrder(reads.read(this.rows::ends));
		this.order.own(lease.nodeId());
	}

	/** Starts the thread. */
	public void start() {
		this.thread.start();
	}

	/** Ends the thread, which may be in a listener for some seconds more. */
	public void stop() {
		this.stopped.countDown();
		try {
			boolean unused = this.thread.join(LONGEST_STOP);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		while (!isStopped()) {
			if (!roundSafely()) {
				JournalThreads.await(this.stopped, POLL_MILLIS);
			}
		}
	}

	private boolean isStopped() {
		return this.stopped.getCount() == 0;
	}

	/** Returns whether there may be more to read. */
	private boolean roundSafely() {
		try {
			boolean more = read();
			List<Logged> taken;
			do {
				taken = take();
				publish();
			}
			while (!taken.isEmpty());
			this.failed = false;
			return more;
		}
		catch (JournalUnavailableException ex) {
			log.debug("The events of other nodes wait, since the database is away", ex);
		}
		catch (Throwable ex) {
			failed(ex);
		}
		return false;
	}

	private void failed(Throwable ex) {
		if (!this.failed) {
			this.failed = true;
			log.error("A look for the events of other nodes broke off. It is repeated every {} ms", POLL_MILLIS, ex);
		}
	}

	private boolean read() {
		this.order.own(this.lease.nodeId());
		Map<Lane, Long> skipped = new HashMap<>();
		Map<Lane, Long> behind = this.order.behind(this.reads.read(this.rows::ends), skipped);
		skipped.forEach((lane, places) -> log.warn(
				"Up to {} changes of worker {} are not published here, since this node is more than {} behind", places,
				lane.node(), EventOrder.MAX_LAG));
		if (behind.isEmpty()) {
			return false;
		}
		List<Logged> changes = this.reads.read((connection) -> this.rows.after(connection, behind));
		this.order.own(this.lease.nodeId()); // it may be fenced and have another id
		this.order.add(changes, System.nanoTime());
		return changes.size() >= LogRows.PAGE;
	}

	/** Moves the changes that wait for no other to the queue. */
	private List<Logged> take() {
		if (this.order.size() == 0) {
			return List.of();
		}
		List<Revision> missing = this.order.missing();
		Map<Revision, Place> places = this.reads.read((connection) -> this.rows.places(connection, missing));
		List<Logged> late = new ArrayList<>();
		List<Logged> taken = this.order.take(places, System.nanoTime(), late);
		late.forEach((change) -> log.warn("Change {} of task {} is published, though the one before it was not found",
				change.version(), change.uid()));
		this.due.addAll(taken);
		return taken;
	}

	private void publish() {
		for (Logged change = this.due.poll(); change != null && !isStopped(); change = this.due.poll()) {
			List<BackgroundTaskEvent> read = read(change);
			if (!read.isEmpty()) {
				this.host.publish(read);
			}
		}
	}

	private List<BackgroundTaskEvent> read(Logged change) {
		if (change.types().isEmpty()) {
			return List.of();
		}
		if (change.events() == null || change.text() == null) {
			notStored(change);
			return List.of();
		}
		try {
			return this.events.read(this.records.read(change.uid(), change.text()), change.events());
		}
		catch (RuntimeException ex) {
			log.warn("The events of change {} of task {} cannot be read and are not published here", change.version(),
					change.uid(), ex);
			return List.of();
		}
	}

	private void notStored(Logged change) {
		if (!this.warned) {
			this.warned = true;
			log.warn("The events of worker {} are not published here, since it does not store them. "
					+ "Set taskhost.cluster.events=all on all nodes", change.place().lane().node());
		}
	}

}
