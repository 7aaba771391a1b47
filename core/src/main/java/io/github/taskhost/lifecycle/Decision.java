package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * What the rules say to a command.
 */
public sealed interface Decision {

	/**
	 * The task changes, or its record goes.
	 */
	final class Changed implements Decision {

		private final BackgroundTaskRecord next;

		private final List<Change.EventType> told;

		private final long sequence;

		private final Instant at;

		Changed(BackgroundTaskRecord next, List<Change.EventType> told, long sequence, Instant at) {
			this.next = next;
			this.told = told;
			this.sequence = sequence;
			this.at = at;
		}

		/**
		 * The record after the change.
		 * @return the record
		 */
		public BackgroundTaskRecord next() {
			return this.next;
		}

		/**
		 * What happened, in order; made when it is asked for, since often nobody does.
		 * @return the events; empty for a heartbeat
		 */
		public List<BackgroundTaskEvent> events() {
			if (this.told.size() == 1) {
				return List.of(this.told.get(0).of(this.next, this.sequence, this.at));
			}
			List<BackgroundTaskEvent> events = new ArrayList<>(this.told.size());
			for (Change.EventType event : this.told) {
				events.add(event.of(this.next, this.sequence + events.size(), this.at));
			}
			return events;
		}

	}

	/**
	 * Nothing changes, and that is right.
	 *
	 * @param current the record as it is
	 */
	record Unchanged(BackgroundTaskRecord current) implements Decision {
	}

	/**
	 * The command cannot be followed.
	 *
	 * @param why the sort of refusal
	 * @param message which task, what was asked, what stood in the way, what to do
	 */
	record Refused(Refusal why, String message) implements Decision {
	}

	/** The sorts of refusal. */
	enum Refusal {

		/** The values do not fit. */
		INVALID,

		/** The state does not allow it. */
		STATE,

		/** The task was asked to cancel, and so its work is to wind down. */
		CANCELLED,

		/** The task has moved on to another attempt. */
		STALE

	}

}
