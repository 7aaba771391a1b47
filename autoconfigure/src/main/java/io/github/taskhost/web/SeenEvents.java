package io.github.taskhost.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest event of each task that a client has seen, until a newer one comes. The id
 * of an event in a stream is {@code uid:sequence}. Bounded: the oldest entries of more
 * than 10,000 are dropped, and the client may then get an event that the state before it
 * contained. For one thread.
 */
final class SeenEvents {

	private static final int MAX = 10_000;

	private final Map<UUID, Long> sequences = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
			return size() > MAX;
		}

	};

	static String idOf(BackgroundTaskEvent event) {
		return event.record().uid() + ":" + event.sequence();
	}

	/** Adds the event with an id. An id that is not valid is ignored. */
	void add(@Nullable String id) {
		int colon = (id != null) ? id.lastIndexOf(':') : -1;
		if (id != null && colon > 0) {
			try {
				this.sequences.put(UUID.fromString(id.substring(0, colon)), Long.parseLong(id.substring(colon + 1)));
			}
			catch (IllegalArgumentException ex) {
				// The client made it up: without it, the stream is complete too.
			}
		}
	}

	/** Adds the events that led to a record. */
	void add(BackgroundTaskRecord record) {
		this.sequences.put(record.uid(), record.eventSequence());
	}

	/**
	 * Returns whether an event is newer than those seen. Nothing older follows it, since
	 * the events of a task come in order.
	 */
	boolean isNew(BackgroundTaskEvent event) {
		UUID uid = event.record().uid();
		Long seen = this.sequences.get(uid);
		if (seen == null) {
			return true;
		}
		if (event.sequence() <= seen) {
			return false;
		}
		this.sequences.remove(uid);
		return true;
	}

}
