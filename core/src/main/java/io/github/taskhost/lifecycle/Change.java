package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;

/**
 * A change in the making: the next record and the events that tell of it. Time never goes
 * back within a task, whatever the clock does.
 */
final class Change {

	private final BackgroundTaskRecord before;

	private final Instant at;

	private final BackgroundTaskRecord.Builder next;

	private List<EventType> events = List.of();

	Change(BackgroundTaskRecord before, Instant now) {
		this.before = before;
		this.at = now.isBefore(before.updatedAt()) ? before.updatedAt() : now;
		this.next = before.toBuilder();
	}

	/** A change that the work makes itself: a sign that it lives. */
	static Change byWork(BackgroundTaskRecord before, Instant now) {
		Change change = new Change(before, now);
		change.next.heartbeatAt(change.at);
		return change;
	}

	BackgroundTaskRecord.Builder next() {
		return this.next;
	}

	Instant at() {
		return this.at;
	}

	Change enter(BackgroundTaskState state) {
		if (this.before.timeout() != null && countsTowardsTimeout(this.before)) {
			this.next.runTime(runTime(this.before, this.at));
		}
		this.next.state(state).stateSince(this.at);
		if (this.before.startedAt() == null
				&& (state == BackgroundTaskState.RUNNING || state == BackgroundTaskState.WAITING)) {
			this.next.startedAt(this.at);
		}
		if (state.isTerminal()) {
			this.next.finishedAt(this.at);
		}
		if (state != BackgroundTaskState.PENDING) {
			waitsNoMore();
		}
		return withdrawQuestion(state);
	}

	private void waitsNoMore() {
		if (this.before.nextAttemptAt() != null) {
			this.next.nextAttemptAt(null);
			if (Attempts.waitStatus(this.before).equals(this.before.status())) {
				this.next.status(null);
			}
		}
	}

	private Change withdrawQuestion(BackgroundTaskState state) {
		InputRequest question = this.before.inputRequest();
		if (question != null && state != BackgroundTaskState.WAITING) {
			this.next.inputRequest(null);
			tell((record, sequence, time) -> new BackgroundTaskEvent.InputWithdrawn(record, sequence, time, question));
		}
		return this;
	}

	Change tell(EventType event) {
		if (this.events.isEmpty()) {
			this.events = List.of(event);
		}
		else {
			List<EventType> more = new ArrayList<>(this.events);
			more.add(event);
			this.events = more;
		}
		return this;
	}

	boolean tellsNothing() {
		return this.events.isEmpty();
	}

	Decision.Changed done() {
		BackgroundTaskRecord record = this.next.version(this.before.version() + 1)
			.updatedAt(this.at)
			.eventSequence(this.before.eventSequence() + this.events.size())
			.build();
		return new Decision.Changed(record, this.events, this.before.eventSequence() + 1, this.at);
	}

	static boolean countsTowardsTimeout(BackgroundTaskRecord record) {
		return record.state() == BackgroundTaskState.RUNNING
				|| record.state() == BackgroundTaskState.CANCEL_REQUESTED && record.startedAt() != null;
	}

	static Duration runTime(BackgroundTaskRecord record, Instant now) {
		Duration stretch = Duration.between(record.stateSince(), now);
		return stretch.isNegative() ? record.runTime() : record.runTime().plus(stretch);
	}

	/** Makes an event of the record after the change. */
	@FunctionalInterface
	interface EventType {

		BackgroundTaskEvent of(BackgroundTaskRecord record, long sequence, Instant time);

	}

}
