package io.github.taskhost.web;

import io.github.taskhost.autoconfigure.json.EventNames;
import io.github.taskhost.event.BackgroundTaskEvent;
import org.jspecify.annotations.Nullable;

/**
 * A server-sent event, or a comment without data that keeps the connection open.
 *
 * @param name the name of the event, or {@code null} for a comment
 * @param id the id of the event, or {@code null}
 * @param data the data, or {@code null} for a comment
 */
record StreamPart(@Nullable String name, @Nullable String id, @Nullable Object data) {

	/** The text of the comment. */
	static final String COMMENT = "still here";

	static final StreamPart HEARTBEAT = new StreamPart(null, null, null);

	static StreamPart of(TaskStreamState state) {
		return new StreamPart("state", null, state);
	}

	static StreamPart of(BackgroundTaskEvent event) {
		return new StreamPart(nameOf(event.getClass()), SeenEvents.idOf(event), event);
	}

	static StreamPart lost(long events) {
		return new StreamPart("lost", null, events);
	}

	/** Returns the type of an event in JSON, such as {@code state_changed}. */
	static String nameOf(Class<? extends BackgroundTaskEvent> type) {
		return EventNames.of(type);
	}

}
