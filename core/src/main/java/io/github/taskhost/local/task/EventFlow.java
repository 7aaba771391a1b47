package io.github.taskhost.local.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.EventRules;
import io.github.taskhost.local.time.Nanos;
import org.jspecify.annotations.Nullable;

/**
 * The events of one task that were taken and not yet delivered, including progress and
 * updates that are held back for coalescing. Used by one delivering thread at a time;
 * only {@link #flush()} and {@link #size()} may be called by others.
 */
public final class EventFlow {

	private final Queue<BackgroundTaskEvent> due = new ArrayDeque<>();

	/** Progress and updates that are held back, in order, at most one of each. */
	private final Deque<BackgroundTaskEvent> held = new ArrayDeque<>(2);

	/** The number of due events, for threads that wait for room. */
	private volatile int size;

	private @Nullable Instant lastProgress;

	private @Nullable Instant lastUpdate;

	/** Whether the interval of the held events is over; set by the timer. */
	private volatile boolean intervalOver;

	private boolean waiting;

	public void add(BackgroundTaskEvent event, Duration interval) {
		if (!EventRules.isCoalesced(event)) {
			release();
			this.due.add(event);
		}
		else if (!this.held.isEmpty() || isTooSoon(event, interval)) {
			this.held.removeIf((other) -> other.getClass() == event.getClass());
			this.held.add(event);
		}
		else {
			stamp(event);
			this.due.add(event);
		}
		this.size = this.due.size();
	}

	private boolean isTooSoon(BackgroundTaskEvent event, Duration interval) {
		Instant last = (event instanceof BackgroundTaskEvent.Progress) ? this.lastProgress : this.lastUpdate;
		return last != null && event.time().isBefore(last.plusNanos(Nanos.of(interval)));
	}

	private void stamp(BackgroundTaskEvent event) {
		if (event instanceof BackgroundTaskEvent.Progress) {
			this.lastProgress = event.time();
		}
		else {
			this.lastUpdate = event.time();
		}
	}

	/**
	 * Releases the held events, because a later event is to be delivered or their
	 * interval is over.
	 */
	private void release() {
		for (BackgroundTaskEvent event : this.held) {
			stamp(event);
			this.due.add(event);
		}
		this.held.clear();
	}

	/** Ends the interval of the held events; called by any thread. */
	public void flush() {
		this.intervalOver = true;
	}

	/** The next event to deliver, or {@code null}. */
	public @Nullable BackgroundTaskEvent poll() {
		if (this.intervalOver) {
			this.intervalOver = false;
			this.waiting = false;
			release();
		}
		BackgroundTaskEvent next = this.due.poll();
		this.size = this.due.size();
		return next;
	}

	/** The number of events that are due; called by any thread. */
	public int size() {
		return this.size;
	}

	/**
	 * Whether an alarm must flush this flow later; {@code true} once for each interval.
	 */
	public boolean needsWaking() {
		boolean needed = !this.held.isEmpty() && !this.waiting;
		this.waiting |= needed;
		return needed;
	}

	/** Whether the flow holds no state that a later delivery needs. */
	public boolean isForgettable() {
		return this.due.isEmpty() && this.held.isEmpty() && this.lastProgress == null && this.lastUpdate == null;
	}

	public boolean isEmpty() {
		return this.due.isEmpty() && this.held.isEmpty();
	}

}
