package io.github.taskhost.jdbc.recovery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks without a worker that this node could not take, with the back-off after which
 * each is tried again: 10 s, then twice as long each time, up to 5 minutes. The first
 * error of a task is logged. At most 10,000 tasks have a back-off; further ones are tried
 * in each round, and their errors are counted and not logged.
 *
 * <p>
 * <b>Synchronisation.</b> Used by the recovery thread, except {@code count}, which is
 * volatile.
 */
public final class UnresolvedTasks {

	static final int MAX_TASKS = 10_000;

	static final Duration FIRST_DELAY = Duration.ofSeconds(10);

	static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

	private static final Logger log = LoggerFactory.getLogger(UnresolvedTasks.class);

	private final Map<UUID, Tried> tried = new HashMap<>();

	private final LongSupplier nanos;

	/** The tasks of the present round that are in back-off or were not resolved. */
	private final Set<UUID> seen = new HashSet<>();

	private int untracked;

	private volatile int count;

	/** Creates an empty set that uses the monotonic clock. */
	public UnresolvedTasks() {
		this(System::nanoTime);
	}

	UnresolvedTasks(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/** The number of tasks that the last whole round could not resolve. */
	public int count() {
		return this.count;
	}

	void beginRound() {
		this.seen.clear();
		this.untracked = 0;
	}

	/** Forgets the tasks that were not found in a whole round. */
	void endRound() {
		this.tried.keySet().retainAll(this.seen);
		this.count = this.seen.size() + this.untracked;
	}

	/** Whether the back-off of a task is over. */
	boolean isDue(UUID uid) {
		Tried last = this.tried.get(uid);
		if (last == null || this.nanos.getAsLong() - last.next() >= 0) {
			return true;
		}
		this.seen.add(uid);
		return false;
	}

	/** Notes that a task was taken, or has ended. */
	void resolved(UUID uid) {
		this.tried.remove(uid);
	}

	/**
	 * Notes that a task could not be taken, and logs the first time.
	 * @param task the uid and kind of the task
	 * @param reason the reason, a sentence
	 * @param failure the error to log with its stack trace, or {@code null}
	 */
	void failed(Task task, String reason, @Nullable Throwable failure) {
		Tried last = this.tried.get(task.uid());
		if (last == null && this.tried.size() >= MAX_TASKS) {
			this.untracked++;
			return;
		}
		Duration delay = (last != null) ? min(last.delay().multipliedBy(2), LONGEST_DELAY) : FIRST_DELAY;
		this.tried.put(task.uid(), new Tried(this.nanos.getAsLong() + delay.toNanos(), delay));
		this.seen.add(task.uid());
		if (last == null) {
			log.warn(
					"Task {} of kind '{}' cannot be run by this node. It is kept and tried again. Start a version of the "
							+ "application that can run it. The reason: {}",
					task.uid(), task.kind(), reason, failure);
		}
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	/**
	 * A task.
	 *
	 * @param uid the uid
	 * @param kind the kind
	 */
	record Task(UUID uid, String kind) {
	}

	/**
	 * The last try of a task.
	 *
	 * @param next the time of the next one, by the monotonic clock
	 * @param delay the back-off before it
	 */
	private record Tried(long next, Duration delay) {
	}

}
