package io.github.taskhost.chaos;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import org.jspecify.annotations.Nullable;

/** A chain of listeners that drops, doubles or swaps an event. */
final class FaultyListener implements BackgroundTaskListener {

	private final Fault fault;

	private final BackgroundTaskListener next;

	private final AtomicInteger left = new AtomicInteger(1);

	private final AtomicReference<@Nullable BackgroundTaskEvent> kept = new AtomicReference<>();

	private FaultyListener(Fault fault, BackgroundTaskListener next) {
		this.fault = fault;
		this.next = next;
	}

	static BackgroundTaskListener of(Fault fault, BackgroundTaskListener next) {
		return (fault == Fault.NONE) ? next : new FaultyListener(fault, next);
	}

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		BackgroundTaskEvent earlier = this.kept.get();
		if (isFault(event)) {
			switch (this.fault) {
				case DOUBLED_END -> {
					this.next.onEvent(event);
					this.next.onEvent(event);
				}
				case SWAPPED_EVENTS -> this.kept.set(event);
				default -> {
				}
			}
			return;
		}
		this.next.onEvent(event);
		if (earlier != null && earlier.record().uid().equals(event.record().uid())
				&& this.kept.compareAndSet(earlier, null)) {
			this.next.onEvent(earlier);
		}
	}

	private boolean isFault(BackgroundTaskEvent event) {
		boolean meant = switch (this.fault) {
			case DROPPED_END, DOUBLED_END -> EventChecks.isEnd(event);
			case SWAPPED_EVENTS, DROPPED_CHANGE -> event instanceof BackgroundTaskEvent.StateChanged;
			default -> false;
		};
		return meant && this.left.getAndDecrement() > 0;
	}

	@Override
	public void onWake(SessionWake wake) {
		this.next.onWake(wake);
	}

}
