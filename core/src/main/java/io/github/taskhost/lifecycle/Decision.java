package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The decision of the rules about a command. Immutable.
 */
public sealed interface Decision {

	/**
	 * The task changes, or its record is removed.
	 */
	final class Changed implements Decision {

		private final BackgroundTaskRecord next;

		private final List<Draft.EventType> told;

		private final long sequence;

		private final Instant at;

		private final Outcome outcome;

		Changed(BackgroundTaskRecord next, List<Draft.EventType> told, long sequence, Instant at, Outcome outcome) {
			this.next = next;
			this.told = told;
			this.sequence = sequence;
			this.at = at;
			this.outcome = outcome;
		}

		/** This change with another run time in the record. */
		Changed withRunTime(Duration ran) {
			return ran.equals(this.next.runTime()) ? this : new Changed(this.next.toBuilder().runTime(ran).build(),
					this.told, this.sequence, this.at, this.outcome);
		}

		/**
		 * Returns this change, decided before a report that came meanwhile. The report
		 * keeps its place in the order, and the change is behind it.
		 * @param reported the record with the report
		 * @return the change of that record
		 */
		public Changed over(BackgroundTaskRecord reported) {
			BackgroundTaskRecord record = this.next.toBuilder()
				.version(reported.version() + 1)
				.eventSequence(reported.eventSequence() + this.told.size())
				.build();
			return new Changed(record, this.told, reported.eventSequence() + 1, this.at, this.outcome);
		}

		/**
		 * The record after the change.
		 * @return the record
		 */
		public BackgroundTaskRecord next() {
			return this.next;
		}

		/**
		 * The consequences of the change.
		 * @return the outcome
		 */
		public Outcome outcome() {
			return this.outcome;
		}

		/**
		 * The events of the change, in order. Each call creates them, since most changes
		 * have no receiver.
		 * @return the events; empty for a heartbeat
		 */
		public List<BackgroundTaskEvent> events() {
			if (this.told.size() == 1) {
				return List.of(this.told.get(0).of(this.next, this.sequence, this.at));
			}
			List<BackgroundTaskEvent> events = new ArrayList<>(this.told.size());
			for (Draft.EventType event : this.told) {
				events.add(event.of(this.next, this.sequence + events.size(), this.at));
			}
			return events;
		}

	}

	/**
	 * The record does not change.
	 *
	 * @param current the record as it is
	 * @param outcome the consequences of the command all the same; usually none
	 */
	record Unchanged(BackgroundTaskRecord current, Outcome outcome) implements Decision {

		/**
		 * Creates the decision about a command without any effect.
		 * @param current the record as it is
		 */
		public Unchanged(BackgroundTaskRecord current) {
			this(current, Outcome.NONE);
		}

	}

	/**
	 * The command is refused.
	 *
	 * @param why the sort of refusal
	 * @param message the task, the request, the obstacle and the remedy
	 */
	record Refused(Refusal why, String message) implements Decision {
	}

	/** The sorts of refusal. */
	enum Refusal {

		/** The values are not valid. */
		INVALID,

		/** The state of the task does not permit the command. */
		STATE,

		/** The cancellation of the task was requested, and its work must wind down. */
		CANCELLED,

		/** The command names an attempt other than the present one. */
		STALE

	}

}
