package io.github.taskhost.jdbc.commit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The ends of bodies that a writer holds back while a thread submits one task after
 * another, to store several ends in one transaction: each new task, for which the thread
 * waits, is then stored sooner. An end is held for {@value #LONGEST_MICROS} µs at most.
 *
 * <p>
 * A thread submits one task after another if it does not wait for their ends: it submits
 * the next before the end of the last one is stored. Ends are held after {@value #STREAM}
 * such tasks in a row, until any other request comes, or {@value #MANY} requests wait,
 * which share a transaction anyway. Used by the thread of the writer.
 */
final class HeldEnds {

	static final int MANY = 8;

	static final int STREAM = 3;

	static final int LONGEST_MICROS = 2000;

	private static final long LONGEST = TimeUnit.MICROSECONDS.toNanos(LONGEST_MICROS);

	private final LongSupplier clock;

	private final Deque<CommitRequest> ends = new ArrayDeque<>(MANY);

	/** The newest tasks, up to {@value #MANY}, whose ends are not stored. */
	private final Deque<Accepted> newest = new ArrayDeque<>(MANY);

	/** The tasks that the present transaction ends. */
	private final Set<UUID> ending = new HashSet<>();

	private int stream;

	/** The time at which the last task of the stream was submitted. */
	private long submitted;

	/**
	 * Creates an empty set.
	 * @param clock the time in nanoseconds, as {@link System#nanoTime()}
	 */
	HeldEnds(LongSupplier clock) {
		this.clock = clock;
	}

	/**
	 * Begins a transaction.
	 * @param first its first request
	 * @param waiting the number of requests behind it
	 * @return whether ends can be held back now
	 */
	boolean begin(CommitRequest first, int waiting) {
		this.ending.clear();
		return this.stream >= STREAM && left(this.submitted) > 0 && waiting + this.ends.size() < MANY
				&& (!first.isEndOfBody() || left(first.created()) > 0) && (this.ends.isEmpty() || left() > 0);
	}

	/** Holds a request back, if it is an end and there is room. */
	boolean hold(CommitRequest request) {
		boolean holds = request.isEndOfBody() && this.ends.size() < MANY;
		if (holds) {
			this.ends.addLast(request);
		}
		return holds;
	}

	/** Notes a request of the present transaction. */
	void sent(CommitRequest request) {
		UUID uid = request.writes().get(0).uid();
		if (request.isEndOfBody()) {
			this.ending.add(uid);
		}
		else if (request.isAccept()) {
			this.submitted = request.created();
			accepted(new Accepted(uid, request.threadId()));
		}
		else {
			this.stream = 0;
		}
	}

	private void accepted(Accepted task) {
		boolean goesOn = this.newest.stream().anyMatch((earlier) -> earlier.threadId() == task.threadId());
		this.stream = goesOn ? Math.min(this.stream + 1, STREAM) : 0;
		if (this.newest.size() == MANY) {
			this.newest.removeFirst();
		}
		this.newest.addLast(task);
	}

	/** Notes that the present transaction is stored. */
	void stored() {
		if (!this.ending.isEmpty()) {
			this.newest.removeIf((task) -> this.ending.contains(task.uid()));
		}
	}

	boolean isEmpty() {
		return this.ends.isEmpty();
	}

	/** The time in nanoseconds until the oldest end must be sent. */
	long left() {
		return left(this.ends.getFirst().created());
	}

	private long left(long since) {
		return since + LONGEST - this.clock.getAsLong();
	}

	/** Removes the oldest end. */
	@Nullable CommitRequest poll() {
		return this.ends.pollFirst();
	}

	/** Removes all ends, the oldest first. */
	List<CommitRequest> takeAll() {
		List<CommitRequest> taken = new ArrayList<>(this.ends);
		this.ends.clear();
		return taken;
	}

	private record Accepted(UUID uid, long threadId) {
	}

}
