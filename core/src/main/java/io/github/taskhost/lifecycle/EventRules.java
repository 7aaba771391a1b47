package io.github.taskhost.lifecycle;

import io.github.taskhost.event.BackgroundTaskEvent;

/**
 * Rules of events: which of them are coalesced before their delivery, and which may be
 * dropped.
 */
public final class EventRules {

	private EventRules() {
	}

	/**
	 * Tells whether an event may be held back and replaced by a later event of its type.
	 * @param event the event
	 * @return {@code true} for progress and updates; every other event is delivered
	 */
	public static boolean isCoalesced(BackgroundTaskEvent event) {
		return event instanceof BackgroundTaskEvent.Progress || event instanceof BackgroundTaskEvent.Updated;
	}

	/**
	 * Tells whether an event may be dropped when too many events of its task wait for
	 * their delivery. The events of the lifecycle are never dropped.
	 * @param event the event
	 * @return {@code true} for progress, updates and messages
	 */
	public static boolean isDroppable(BackgroundTaskEvent event) {
		return isCoalesced(event) || event instanceof BackgroundTaskEvent.MessageReceived
				|| event instanceof BackgroundTaskEvent.MessageSent;
	}

}
