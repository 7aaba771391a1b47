package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.event.BackgroundTaskEvent;

/**
 * Names of types of events in JSON. Internal.
 */
public final class EventNames {

	private EventNames() {
	}

	/**
	 * Returns the name of a type of events.
	 * @param type the class of the events
	 * @return the name, such as {@code state_changed}
	 */
	public static String of(Class<? extends BackgroundTaskEvent> type) {
		return EventType.of(type).text();
	}

}
