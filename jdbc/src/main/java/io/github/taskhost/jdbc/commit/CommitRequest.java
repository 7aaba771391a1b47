package io.github.taskhost.jdbc.commit;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.spi.JournalResult;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are stored all or none, and the thread that waits for it.
 *
 * <p>
 * <b>Synchronisation.</b> {@code phase} is changed by compare-and-set: a caller refuses
 * only a queued request, a writer sends only a queued one, so that a request is refused
 * or sent and never both. {@code outcome} is written once, before the waiting thread is
 * unparked.
 */
public final class CommitRequest {

	/** The time after which a waiting thread looks whether the host stops. */
	private static final long LOOK_NANOS = 500_000_000;

	private final UUID node;

	private final List<Write> writes;

	/**
	 * The time of {@link System#nanoTime()} until which it may wait, if it is bounded.
	 */
	private final @Nullable Long deadline;

	private final StopBound bound;

	private final long created = System.nanoTime();

	private final Thread waiter = Thread.currentThread();

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);

	private volatile @Nullable Object outcome;

	/** Whether its rows were locked when it was sent; used by the writer only. */
	private boolean alone;

	/**
	 * Creates a request of the current thread.
	 * @param node the node under which the changes were prepared
	 * @param writes the changes, of different tasks
	 * @param deadline the time until which it may wait to be sent, or {@code null}
	 * @param bound the bound of all waits while the host stops
	 */
	public CommitRequest(UUID node, List<Write> writes, @Nullable Long deadline, StopBound bound) {
		this.node = node;
		this.writes = List.copyOf(writes);
		this.deadline = deadline;
		this.bound = bound;
	}

	public UUID node() {
		return this.node;
	}

	public List<Write> writes() {
		return this.writes;
	}

	public int length() {
		return this.writes.stream().mapToInt(Write::length).sum();
	}

	/** The time of {@link System#nanoTime()} at which it was made. */
	long created() {
		return this.created;
	}

	/** Whether it is the end of a body, which no caller has asked for. */
	boolean isEndOfBody() {
		return this.deadline == null && this.writes.size() == 1 && this.writes.get(0).sort() == Write.Sort.END;
	}

	/** The id of the thread that waits. */
	long threadId() {
		return this.waiter.threadId();
	}

	/** Whether it is a new task, or several. */
	boolean isAccept() {
		return this.writes.get(0).sort() == Write.Sort.ACCEPT;
	}

	/** Takes the request on its way to the database. */
	public boolean send() {
		return this.phase.compareAndSet(Phase.QUEUED, Phase.SENT);
	}

	/** Keeps the request out of the transactions of others. */
	public void sendAlone() {
		this.alone = true;
	}

	public boolean isSentAlone() {
		return this.alone;
	}

	/** Takes the request back, of which certainly nothing was stored. */
	public void requeue() {
		this.phase.set(Phase.QUEUED);
		LockSupport.unpark(this.waiter);
	}

	public void complete(JournalResult result) {
		this.outcome = result;
		LockSupport.unpark(this.waiter);
	}

	public void fail(Throwable failure) {
		this.outcome = failure;
		LockSupport.unpark(this.waiter);
	}

	/** Fails a request that was sent and got no outcome. */
	public void breakOff(Throwable failure) {
		if (this.outcome == null && this.phase.get() == Phase.SENT) {
			fail(failure);
		}
	}

	/**
	 * Waits for the outcome. An interrupt does not end the wait, and is kept.
	 * @throws JournalUnavailableException if it was refused, so nothing was stored
	 */
	public JournalResult await() {
		boolean interrupted = false;
		try {
			while (this.outcome == null) {
				interrupted |= Thread.interrupted();
				park();
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
		return result(this.outcome);
	}

	private void park() {
		long left = left();
		if (left <= 0 && this.phase.compareAndSet(Phase.QUEUED, Phase.REFUSED)) {
			this.outcome = new JournalUnavailableException("The database of the tasks could not be reached in time, so "
					+ "nothing was stored. Try again when it is back.", null);
		}
		else {
			LockSupport.parkNanos(this, (left <= 0) ? LOOK_NANOS : Math.min(left, LOOK_NANOS));
		}
	}

	private long left() {
		long now = System.nanoTime();
		long left = (this.deadline != null) ? this.deadline - now : Long.MAX_VALUE;
		return Math.min(left, this.bound.left(now));
	}

	public boolean isRefused() {
		return this.phase.get() == Phase.REFUSED;
	}

	private static JournalResult result(@Nullable Object outcome) {
		return switch (outcome) {
			case JournalResult result -> result;
			case JournalUnavailableException ex ->
				throw new JournalUnavailableException(String.valueOf(ex.getMessage()), ex);
			case Throwable ex -> throw new IllegalStateException("The change cannot be stored: " + ex.getMessage(), ex);
			case null, default -> throw new IllegalStateException("No outcome: " + outcome);
		};
	}

	private enum Phase {

		/** Waits to be sent. */
		QUEUED,

		/** On its way to the database, or answered. */
		SENT,

		/** Refused by its caller. */
		REFUSED

	}

}
