package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Mutable draft of a change: the next record, its events and its outcome. Times within a
 * task never decrease, even when the clock does.
 */
final class Draft {

	private final BackgroundTaskRecord before;

	private final Instant at;

	private final BackgroundTaskRecord.Builder next;

	private List<EventType> events = List.of();

	private boolean alive;

	private boolean byOwner;

	private boolean keepsQuestion;

	private boolean again;

	private boolean nextAttempt;

	private @Nullable WakeReason activity;

	private QuestionEnd question = QuestionEnd.NONE;

	private @Nullable TaskCommand forDescendants;

	Draft(BackgroundTaskRecord before, Instant now) {
		this.before = before;
		this.at = now.isBefore(before.updatedAt()) ? before.updatedAt() : now;
		this.next = before.toBuilder();
	}

	/** Drafts a change by the work itself; it counts as a heartbeat. */
	static Draft byWork(BackgroundTaskRecord before, Instant now) {
		Draft change = new Draft(before, now);
		change.next.heartbeatAt(change.at);
		change.alive = true;
		return change;
	}

	BackgroundTaskRecord.Builder next() {
		return this.next;
	}

	Instant at() {
		return this.at;
	}

	Draft enter(BackgroundTaskState state) {
		if (this.before.timeout() != null) {
			this.next.runTime(TimeRules.runTime(this.before, this.at));
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
		if (this.before.nextAttemptAt() != null || this.before.held()) {
			this.next.nextAttemptAt(null).held(false);
			if (Attempts.waitStatus(this.before).equals(this.before.status())) {
				this.next.status(null);
			}
		}
	}

	private Draft withdrawQuestion(BackgroundTaskState state) {
		InputRequest question = this.before.inputRequest();
		if (question != null && state != BackgroundTaskState.WAITING && !this.keepsQuestion) {
			withdraw(question);
		}
		return this;
	}

	/** Withdraws a question; the next record may have another one. */
	Draft withdraw(InputRequest question) {
		this.question = QuestionEnd.WITHDRAWN;
		this.next.inputRequest(null);
		return tell(
				(record, sequence, time) -> new BackgroundTaskEvent.InputWithdrawn(record, sequence, time, question));
	}

	/** Keeps the open question open for the next attempt, which will ask it again. */
	Draft keepQuestion() {
		this.keepsQuestion = true;
		return this;
	}

	Draft tell(EventType event) {
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

	/**
	 * Marks the change as reported by the owner, which then gets no cancellation
	 * callback.
	 */
	void byOwner() {
		this.byOwner = true;
	}

	/**
	 * Marks a further cancel request: the owner is told again, unless it was told before.
	 */
	void requestedAgain() {
		this.again = true;
	}

	/** Marks that the work continues under the next attempt. */
	Draft withNextAttempt() {
		this.nextAttempt = true;
		return this;
	}

	/** Marks activity that wakes the session under the policy ON_ACTIVITY. */
	Draft activity(WakeReason reason) {
		this.activity = reason;
		return this;
	}

	/** Marks the open question as answered, declined or lapsed, not withdrawn. */
	Draft questionEnded(QuestionEnd end) {
		this.question = end;
		return this;
	}

	/** Sets the command that the host applies to the live descendants, if any. */
	void passOn(@Nullable TaskCommand command) {
		this.forDescendants = command;
	}

	/** The change, or none if it has no event. */
	Decision doneIfTold() {
		return this.events.isEmpty() ? new Decision.Unchanged(this.before, outcome(this.before)) : done();
	}

	Decision.Changed done() {
		BackgroundTaskRecord record = this.next.version(this.before.version() + 1)
			.updatedAt(this.at)
			.eventSequence(this.before.eventSequence() + this.events.size())
			.build();
		return new Decision.Changed(record, this.events, this.before.eventSequence() + 1, this.at, outcome(record));
	}

	private Outcome outcome(BackgroundTaskRecord after) {
		WakeReason wake = wake(after);
		boolean tellOwner = tellsOwner(after);
		boolean none = !this.nextAttempt && !tellOwner && wake == null && this.question == QuestionEnd.NONE
				&& this.forDescendants == null;
		if (none) {
			return this.alive ? Outcome.ALIVE : Outcome.NONE;
		}
		return new Outcome(this.nextAttempt, wake, tellOwner, this.question, this.forDescendants, false, false,
				this.alive);
	}

	private @Nullable WakeReason wake(BackgroundTaskRecord after) {
		boolean ended = after.state().isTerminal() && !this.before.state().isTerminal();
		return switch (after.wakePolicy()) {
			case SILENT -> null;
			case ON_TERMINAL -> ended ? WakeReason.ENDED : null;
			case ON_ACTIVITY -> ended ? WakeReason.ENDED : this.activity;
		};
	}

	/**
	 * Whether the owner of reported work that has begun must be told that it is to end.
	 */
	private boolean tellsOwner(BackgroundTaskRecord after) {
		BackgroundTaskState state = after.state();
		boolean toEnd = state == BackgroundTaskState.CANCEL_REQUESTED || state.isTerminal();
		boolean news = this.again || state != this.before.state();
		return news && toEnd && !this.byOwner && WorkRules.hasOwnerToTell(this.before);
	}

	/** Creates an event from the record after the change. */
	@FunctionalInterface
	interface EventType {

		BackgroundTaskEvent of(BackgroundTaskRecord record, long sequence, Instant time);

	}

}
