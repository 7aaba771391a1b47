package io.github.taskhost.jdbc.node;

import java.time.Duration;
import java.util.UUID;

import io.github.taskhost.jdbc.sql.JournalThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that gives up the tasks of a fenced node. Used by the heartbeat thread.
 */
final class GivingUp {

	private static final Logger log = LoggerFactory.getLogger(NodeLease.class);

	private @Nullable Thread thread;

	/**
	 * Begins to give the tasks up, unless it has begun, and waits for the end.
	 * @param fenced the fenced node
	 * @param giveUp gives its tasks up
	 * @param longest the longest wait
	 * @return whether it has ended
	 */
	boolean isOver(UUID fenced, Runnable giveUp, Duration longest) {
		Thread current = this.thread;
		if (current == null) {
			log.error("Worker {} is fenced, since it did not renew its lease in time. It gives up its tasks", fenced);
			current = JournalThreads.of("taskhost-fenced", giveUp);
			this.thread = current;
			current.start();
		}
		if (!hasEnded(current, longest)) {
			log.warn("Worker {} is fenced and still gives up its tasks", fenced);
			return false;
		}
		return true;
	}

	/** Is ready for the next fencing. */
	void forget() {
		this.thread = null;
	}

	private static boolean hasEnded(Thread thread, Duration longest) {
		try {
			return thread.join(longest);
		}
		catch (InterruptedException ex) {
			return false; // the thread is stopped by a latch, never by an interrupt
		}
	}

}
