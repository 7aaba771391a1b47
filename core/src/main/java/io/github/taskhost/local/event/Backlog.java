package io.github.taskhost.local.event;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.EventRules;
import io.github.taskhost.local.task.EventFlow;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of each task that wait for its listeners, and their limit. At the limit,
 * progress, updates and messages are dropped and counted. Every other event is queued,
 * and the thread of its change waits until the queue has room, for a second at most;
 * after that the event stays queued past the limit and is counted.
 *
 * <p>
 * Drops happen under locks of callers, so they are only noted there, and reported by
 * {@link #report()} without a lock.
 */
final class Backlog {

	private static final Logger log = LoggerFactory.getLogger(Backlog.class);

	private static final long PATIENCE_NANOS = 1_000_000_000;

	private static final long FIRST_PAUSE_NANOS = 20_000;

	private static final long LONGEST_PAUSE_NANOS = 2_000_000;

	private final int limit;

	private final BackgroundTaskMetricsRecorder metrics;

	private final AtomicLong lost = new AtomicLong();

	/** Tasks whose first lost event was not reported yet; each task is added once. */
	private final Queue<LocalTask> lagging = new ConcurrentLinkedQueue<>();

	Backlog(int limit, BackgroundTaskMetricsRecorder metrics) {
		this.limit = limit;
		this.metrics = metrics;
	}

	/**
	 * The commits of a task whose events are queued, and the events that its deliverer
	 * has taken and not delivered.
	 */
	private static int sizeOf(LocalTask task) {
		EventFlow flow = task.flow();
		return task.undelivered() + ((flow != null) ? flow.size() : 0);
	}

	/**
	 * The events of a change that are to be queued. At the limit the droppable ones are
	 * left out, and an earlier droppable event makes room for the others.
	 */
	List<BackgroundTaskEvent> accepted(LocalTask task, List<BackgroundTaskEvent> events) {
		if (sizeOf(task) < this.limit || events.isEmpty()) {
			return events;
		}
		List<BackgroundTaskEvent> kept = events.stream().filter((event) -> !EventRules.isDroppable(event)).toList();
		if (!kept.isEmpty()) {
			lost(task, task.dropOldestEvents());
		}
		return kept;
	}

	/** Notes lost events of a task. */
	void lost(LocalTask task, int count) {
		if (count > 0) {
			this.lost.addAndGet(count);
			lags(task);
		}
	}

	private void lags(LocalTask task) {
		if (task.beginsToLag()) {
			this.lagging.add(task);
		}
	}

	/** Reports the losses that were noted; call without a lock. */
	void report() {
		if (this.lost.get() != 0) {
			this.metrics.eventsLost(this.lost.getAndSet(0));
		}
		if (!this.lagging.isEmpty()) {
			for (LocalTask task = this.lagging.poll(); task != null; task = this.lagging.poll()) {
				warn(task.record());
			}
		}
	}

	private void warn(BackgroundTaskRecord record) {
		log.warn("The listeners are slower than the changes of task {} of session {}: {} events wait for them, the "
				+ "limit (taskhost.events.max-queued). Its progress, updates and messages are not told; its other "
				+ "changes wait for room, up to a second each", record.id(), record.sessionId(), this.limit);
	}

	/** Whether more events wait than a change in a transaction may leave behind. */
	boolean isHalfFull(LocalTask task) {
		return sizeOf(task) > this.limit / 2;
	}

	/**
	 * Waits until the queue of a task is within its limit. A wait that is interrupted or
	 * takes too long ends, and the events stay queued.
	 */
	void awaitRoom(LocalTask task) {
		if (!awaitAtMost(task, this.limit)) {
			lags(task);
			this.metrics.eventsWaited(1);
		}
	}

	/**
	 * Waits until the queue of a task is half empty, since a change in a transaction is
	 * delivered by another thread. The wait is bounded, since a listener may itself wait
	 * for the transaction.
	 */
	void awaitMuchRoom(LocalTask task) {
		if (!awaitAtMost(task, this.limit / 2) && sizeOf(task) > this.limit) {
			lags(task);
			this.metrics.eventsWaited(1);
		}
	}

	private static boolean awaitAtMost(LocalTask task, int size) {
		long end = System.nanoTime() + PATIENCE_NANOS;
		long pause = FIRST_PAUSE_NANOS;
		while (sizeOf(task) > size) {
			if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
				return false;
			}
			LockSupport.parkNanos(pause);
			pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
		}
		return true;
	}

}
