package io.github.taskhost.autoconfigure.json;

import java.util.Arrays;
import java.util.Locale;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;

/**
 * Types of events, by their names in JSON.
 */
enum EventType {

	REGISTERED(BackgroundTaskEvent.Registered.class),

	STATE_CHANGED(BackgroundTaskEvent.StateChanged.class),

	PROGRESS(BackgroundTaskEvent.Progress.class),

	UPDATED(BackgroundTaskEvent.Updated.class),

	COMPLETED(BackgroundTaskEvent.Completed.class),

	FAILED(BackgroundTaskEvent.Failed.class),

	CANCEL_REQUESTED(BackgroundTaskEvent.CancelRequested.class),

	CANCELLED(BackgroundTaskEvent.Cancelled.class),

	TRANSFERRED(BackgroundTaskEvent.Transferred.class),

	INPUT_REQUESTED(BackgroundTaskEvent.InputRequested.class),

	INPUT_ANSWERED(BackgroundTaskEvent.InputAnswered.class),

	INPUT_DECLINED(BackgroundTaskEvent.InputDeclined.class),

	INPUT_WITHDRAWN(BackgroundTaskEvent.InputWithdrawn.class),

	MESSAGE_RECEIVED(BackgroundTaskEvent.MessageReceived.class),

	MESSAGE_SENT(BackgroundTaskEvent.MessageSent.class),

	REMOVED(BackgroundTaskEvent.Removed.class);

	private final Class<? extends BackgroundTaskEvent> eventClass;

	EventType(Class<? extends BackgroundTaskEvent> eventClass) {
		this.eventClass = eventClass;
	}

	Class<? extends BackgroundTaskEvent> eventClass() {
		return this.eventClass;
	}

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	static EventType of(BackgroundTaskEvent event) {
		return of(event.getClass());
	}

	static EventType of(Class<? extends BackgroundTaskEvent> eventClass) {
		return Arrays.stream(values())
			.filter((type) -> type.eventClass == eventClass)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No name in JSON for " + eventClass));
	}

	static EventType of(String text) {
		return Arrays.stream(values())
			.filter((type) -> type.text().equals(text))
			.findFirst()
			.orElseThrow(() -> new InvalidTaskArgumentException("There is no event of type '" + text + "'."));
	}

}
