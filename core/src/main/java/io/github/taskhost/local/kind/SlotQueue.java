package io.github.taskhost.local.kind;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The slots of a kind that limits how many of its bodies run at once. Waiting tasks of
 * one priority are served round-robin over sessions, and in order within a session;
 * between priorities, the task with the lowest rank is served. The length of the queue is
 * bounded by the limit on live tasks.
 *
 * <p>
 * A slot is held until the thread of its body ends, and lent out while the body waits for
 * an answer or for a descendant. Taking a slot back never waits, so more bodies than
 * slots may run for a while. All fields are guarded by {@code lock}, which kinds that
 * share the slots of the host share as well.
 */
public final class SlotQueue<T> {

	private final ReentrantLock lock;

	private final int limit;

	private final @Nullable HostSlots<T> host;

	private final @Nullable Permits permits;

	private int used;

	private final Line<T> waiting = new Line<>();

	public SlotQueue(int limit) {
		this(limit, null, null);
	}

	/**
	 * Creates the slots of a kind.
	 * @param limit the number of slots
	 * @param host the slots that it shares with other kinds, or {@code null}
	 * @param permits the permits of a kind with a rate limit, or {@code null}
	 */
	public SlotQueue(int limit, @Nullable HostSlots<T> host, @Nullable Permits permits) {
		this.limit = limit;
		this.permits = permits;
		this.host = host;
		this.lock = (host != null) ? host.lock : new ReentrantLock();
	}

	/**
	 * Takes a slot if one is free and no task waits for its turn.
	 * @param session the session of the task
	 */
	public @Nullable Slot<T> tryTake(String session) {
		this.lock.lock();
		try {
			if (!isOpen() || !hasFreeSlot() || this.waiting.nextPriority() >= 0 || !takePermit(session)) {
				return null;
			}
			use(1);
			return new Slot<>(this, session);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Queues a task.
	 * @param sessionId the session, which takes turns with others
	 * @param priority the priority
	 * @param rank the rank among tasks of other priorities; the lowest one is next
	 * @param task the task
	 * @return the task that gets a free slot, or {@code null} if no slot is free
	 */
	public @Nullable T enqueue(String sessionId, int priority, long rank, T task) {
		this.lock.lock();
		try {
			int valid = Math.clamp(priority, 0, Line.PRIORITIES - 1);
			if (this.waiting.add(task, new Line.Place(sessionId, valid, rank)) && this.host != null) {
				this.host.waits(this);
			}
			return serve();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether a task waits for a slot. */
	public boolean isWaiting(T task) {
		this.lock.lock();
		try {
			return this.waiting.has(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The number of used slots. */
	public int used() {
		this.lock.lock();
		try {
			return this.used;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Corrects the number of used slots.
	 * @return the task that gets a slot that became free, or {@code null}
	 */
	public @Nullable T correct(int difference) {
		this.lock.lock();
		try {
			use(difference);
			return serve();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes a slot for the next task, or returns {@code null}. */
	public @Nullable T next() {
		this.lock.lock();
		try {
			return serve();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has the limiter of the rate asked again, since it has news. */
	public void askLimiter() {
		this.lock.lock();
		try {
			if (this.permits != null) {
				this.permits.ask();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Removes a task that ended while it waited. */
	public void remove(T task) {
		this.lock.lock();
		try {
			this.waiting.remove(task);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The number of further tasks that would not have to wait. */
	public int room() {
		this.lock.lock();
		try {
			int here = this.limit - this.used - this.waiting.size();
			return Math.max(0, (this.host != null) ? Math.min(here, this.host.roomNow()) : here);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether no slot is free. A task that waits for a permit only has a slot. */
	public boolean isFull() {
		this.lock.lock();
		try {
			return !hasFreeSlot();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The number of tasks that wait for the rate limit and not for a slot. */
	public int rateLimited() {
		this.lock.lock();
		try {
			return (this.permits != null && hasFreeSlot()) ? this.waiting.size() : 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Estimates when a task gets a permit of the rate limit, if it waits for one.
	 * @return the wait, or {@code null} if the kind has no rate limit or the task does
	 * not wait
	 */
	public @Nullable RateWait rateWait(String session, T task) {
		this.lock.lock();
		try {
			if (this.permits == null || !this.waiting.has(task)) {
				return null;
			}
			int ahead = (this.permits.isPerSession() ? this.waiting.size(session) : this.waiting.size()) - 1;
			return new RateWait(this.permits.rate(), this.permits.about(session, Math.max(0, ahead)));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The waiting tasks, in no order. */
	public List<T> waiting() {
		this.lock.lock();
		try {
			return this.waiting.tasks();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The waiting tasks; the caller holds the lock. */
	Line<T> line() {
		return this.waiting;
	}

	/**
	 * Whether the kind has a free slot, and may have a permit. Gives turns to sessions
	 * that may have permits again. The caller holds the lock.
	 */
	boolean isOpen() {
		if (this.permits != null) {
			for (String session = this.permits.nextOver(); session != null; session = this.permits.nextOver()) {
				this.waiting.unpark(session);
			}
		}
		return this.used < this.limit && (this.permits == null || !this.permits.areExhausted());
	}

	private boolean hasFreeSlot() {
		return this.used < this.limit && (this.host == null || this.host.hasFreeSlot());
	}

	private boolean takePermit(String session) {
		return this.permits == null || this.permits.take(session);
	}

	private void use(int slots) {
		this.used += slots;
		if (this.host != null) {
			this.host.use(slots);
		}
	}

	private @Nullable T serve() {
		T task = (this.host != null) ? this.host.serve() : serveThis();
		if (this.permits != null) {
			this.permits.waits(this.waiting.size() > 0);
		}
		return task;
	}

	private @Nullable T serveThis() {
		while (isOpen()) {
			int priority = this.waiting.nextPriority();
			if (priority < 0) {
				return null;
			}
			T task = serve(priority);
			if (task != null) {
				return task;
			}
		}
		return null;
	}

	/**
	 * Takes a slot for the next task of a priority; the caller holds the lock.
	 * @return the task, or {@code null} if there is no permit for it
	 */
	@Nullable T serve(int priority) {
		String session = this.waiting.nextSession(priority);
		if (!takePermit(session)) {
			Permits refusing = Objects.requireNonNull(this.permits);
			if (refusing.isPerSession()) {
				this.waiting.park(session);
			}
			refusing.waits(true);
			return null;
		}
		use(1);
		return this.waiting.take(priority);
	}

	/**
	 * The wait of a task for the rate limit.
	 *
	 * @param rate the rate as text
	 * @param about the time until its start, roughly
	 */
	public record RateWait(String rate, Duration about) {
	}

	/** The slot of one body. */
	public static final class Slot<T> {

		private final SlotQueue<T> queue;

		/** The session that has taken the permit, if any. */
		private final String session;

		/**
		 * The number of waits that the slot is lent out for. Negative for a moment when
		 * the end of a wait is processed before its beginning.
		 */
		private int lent;

		private boolean returned;

		public Slot(SlotQueue<T> queue, String session) {
			this.queue = queue;
			this.session = session;
		}

		/** Whether the slot is used, neither lent out nor returned. */
		public boolean isUsed() {
			this.queue.lock.lock();
			try {
				return this.lent <= 0 && !this.returned;
			}
			finally {
				this.queue.lock.unlock();
			}
		}

		/** Whether the slot was returned for good. */
		public boolean isReturned() {
			this.queue.lock.lock();
			try {
				return this.returned;
			}
			finally {
				this.queue.lock.unlock();
			}
		}

		/** The queue of the slot. */
		public SlotQueue<T> queue() {
			return this.queue;
		}

		/** Lends the slot out; returns the task that gets it, or {@code null}. */
		public @Nullable T lend() {
			this.queue.lock.lock();
			try {
				return (this.lent++ == 0 && !this.returned) ? free() : null;
			}
			finally {
				this.queue.lock.unlock();
			}
		}

		public void takeBack() {
			this.queue.lock.lock();
			try {
				if (--this.lent == 0 && !this.returned) {
					this.queue.use(1);
				}
			}
			finally {
				this.queue.lock.unlock();
			}
		}

		/** Returns the slot for good; returns the task that gets it, or {@code null}. */
		public @Nullable T giveBack() {
			this.queue.lock.lock();
			try {
				boolean free = this.lent <= 0 && !this.returned;
				this.returned = true;
				return free ? free() : null;
			}
			finally {
				this.queue.lock.unlock();
			}
		}

		/**
		 * Returns the slot and the permit of a task that does not start; returns the task
		 * that gets them, or {@code null}.
		 */
		public @Nullable T refuse() {
			this.queue.lock.lock();
			try {
				if (!this.returned && this.queue.permits != null) {
					this.queue.permits.giveBack(this.session);
				}
				return giveBack();
			}
			finally {
				this.queue.lock.unlock();
			}
		}

		private @Nullable T free() {
			this.queue.use(-1);
			return this.queue.serve();
		}

	}

}
