package io.github.taskhost.lifecycle;

import io.github.taskhost.event.BackgroundTaskEvent;

/**
 * Rules of events: which of them are coalesced before their delivery.
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

}
