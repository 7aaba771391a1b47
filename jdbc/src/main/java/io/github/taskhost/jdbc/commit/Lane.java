package io.github.taskhost.jdbc.commit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.error.JournalUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a writer. Each request in it has a thread that waits, so their number
 * bounds it.
 *
 * <p>
 * <b>Synchronisation.</b> Any thread adds requests and removes those that it refuses; the
 * writer alone takes them.
 */
public final class Lane {

	/** The largest number of requests of a transaction. */
	public static final int MAX_REQUESTS = 500;

	private static final int MAX_CHANGES = 1000;

	private static final int MAX_LENGTH = 4_000_000;

	private static final CommitRequest STOP = new CommitRequest(new UUID(0, 0), List.of(), null,
			new StopBound(Duration.ZERO));

	private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final BlockingDeque<CommitRequest> queue = new LinkedBlockingDeque<>();

	private final HeldEnds held = new HeldEnds(System::nanoTime);

	private volatile boolean closed;

	private volatile boolean isHeldUp;

	public void add(CommitRequest request) {
		this.queue.add(request);
		if (this.closed && this.queue.remove(request)) {
			request.fail(stopped());
		}
	}

	public void remove(CommitRequest request) {
		this.queue.remove(request);
	}

	/** Puts requests back, the first in front. */
	public void putBack(List<CommitRequest> requests) {
		for (CommitRequest request : requests.reversed()) {
			request.requeue();
			this.queue.addFirst(request);
		}
	}

	/** Puts a request behind the others, though before the stop. */
	public void putLast(CommitRequest request) {
		request.requeue();
		boolean stops = this.queue.remove(STOP);
		this.queue.addLast(request);
		if (stops) {
			this.queue.addLast(STOP);
		}
	}

	/** Notes whether the writer waits for a single request. */
	public void heldUp(boolean waits) {
		this.isHeldUp = waits;
	}

	public boolean isHeldUp() {
		return this.isHeldUp;
	}

	/** Lets the writer end after the requests before. */
	public void stop() {
		this.queue.add(STOP);
	}

	public boolean isStop(CommitRequest request) {
		return request == STOP;
	}

	/** Refuses all further requests. */
	public void close() {
		this.closed = true;
		List<CommitRequest> left = this.held.takeAll();
		this.queue.drainTo(left);
		left.forEach((request) -> request.fail(stopped()));
	}

	private static JournalUnavailableException stopped() {
		return new JournalUnavailableException("The store of the tasks is stopped, so nothing was stored.", null);
	}

	/** Waits for a request, for one second at most. */
	public @Nullable CommitRequest first() {
		return first(IDLE_NANOS);
	}

	/** Waits for a request as long as it takes. */
	public @Nullable CommitRequest firstEver() {
		return first(Long.MAX_VALUE);
	}

	private @Nullable CommitRequest first(long wait) {
		try {
			CommitRequest next = this.queue.poll(this.held.isEmpty() ? wait : this.held.left(), TimeUnit.NANOSECONDS);
			if (this.held.isEmpty() || next != null && next != STOP) {
				return next;
			}
			this.queue.addAll((next == null) ? List.of() : List.of(next));
			return this.held.poll();
		}
		catch (InterruptedException ex) {
			return null;
		}
	}

	/** Notes that the requests of a transaction are stored. */
	public void stored() {
		this.held.stored();
	}

	public void giveBack(CommitRequest first) {
		this.queue.addFirst(first);
	}

	/**
	 * Takes the requests of one transaction, of different tasks.
	 * @param first the first request
	 * @param limit the largest number of requests
	 */
	public List<CommitRequest> gather(CommitRequest first, int limit) {
		List<CommitRequest> batch = new ArrayList<>();
		Set<UUID> uids = new HashSet<>();
		int length = 0;
		CommitRequest next = first;
		boolean holds = this.held.begin(first, this.queue.size());
		if (!holds) {
			this.held.takeAll().reversed().forEach(this.queue::addFirst);
		}
		while (next != null && next != STOP && fits(next, uids) && length < MAX_LENGTH) {
			if (!(holds && this.held.hold(next)) && next.send()) {
				this.held.sent(next);
				batch.add(next);
				length += next.length();
				next.writes().forEach((write) -> uids.add(write.uid()));
			}
			next = (batch.size() < limit && !first.isSentAlone()) ? this.queue.poll() : null;
		}
		if (next != null) {
			this.queue.addFirst(next);
		}
		return batch;
	}

	private static boolean fits(CommitRequest request, Set<UUID> uids) {
		return uids.isEmpty() || !request.isSentAlone() && uids.size() + request.writes().size() <= MAX_CHANGES
				&& request.writes().stream().noneMatch((write) -> uids.contains(write.uid()));
	}

}
