package io.github.taskhost.model;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/** The state of a task in the model. Times are milliseconds since the start of a run. */
final class ModelTask {

	private static final long NEVER = Long.MAX_VALUE;

	final UUID uid;

	final String id;

	final TaskMode mode;

	final Wanted wanted;

	final @Nullable UUID parent;

	final Set<String> answers = new HashSet<>();

	private final Flaw flaw;

	String session;

	BackgroundTaskState state = BackgroundTaskState.PENDING;

	int attempt = 1;

	@Nullable FailureKind failure;

	@Nullable String question;

	long questionDeadline = NEVER;

	int messages;

	boolean cancelPassedOn;

	boolean failurePassedOn;

	private boolean started;

	private boolean requested;

	private long since;

	private long sign;

	/** The run time of the attempt before its present state. */
	private long ran;

	private long nextStart = NEVER;

	ModelTask(UUID uid, String session, String id, TaskMode mode, Wanted wanted, @Nullable UUID parent, Flaw flaw,
			long now) {
		this.uid = uid;
		this.session = session;
		this.id = id;
		this.mode = mode;
		this.wanted = wanted;
		this.parent = parent;
		this.flaw = flaw;
		this.since = now;
		if (mode != TaskMode.REGISTERED) {
			enter(BackgroundTaskState.RUNNING, now);
		}
	}

	boolean isLive() {
		return this.state.ordinal() < BackgroundTaskState.COMPLETED.ordinal();
	}

	boolean holdsItsKey() {
		boolean completed = this.state == BackgroundTaskState.COMPLETED;
		return isLive() || this.flaw == Flaw.KEYS_ARE_RETAINED || switch (this.wanted.keyPolicy()) {
			case WHILE_LIVE -> false;
			case UNTIL_SUCCESS -> completed;
			case RETAINED -> true;
		};
	}

	boolean hasDeadline() {
		return this.questionDeadline != NEVER;
	}

	boolean wasRequested() {
		return this.requested;
	}

	/** The host alone starts managed and submitted work, and each attempt. */
	boolean waitsForItsStart() {
		return this.state == BackgroundTaskState.PENDING
				&& (this.mode == TaskMode.MANAGED || this.mode == TaskMode.SUBMITTED);
	}

	boolean isAtWork() {
		return isLive() && this.state != BackgroundTaskState.PENDING;
	}

	void enter(BackgroundTaskState next, long now) {
		if (runs()) {
			this.ran += now - this.since;
		}
		this.state = next;
		this.since = now;
		this.nextStart = NEVER;
		this.started |= next == BackgroundTaskState.RUNNING || next == BackgroundTaskState.WAITING;
		if (next != BackgroundTaskState.WAITING) {
			this.question = null;
			this.questionDeadline = NEVER;
		}
	}

	/** Whether the time counts towards the timeout. */
	private boolean runs() {
		return this.state == BackgroundTaskState.RUNNING
				|| this.state == BackgroundTaskState.CANCEL_REQUESTED && this.started
				|| this.flaw == Flaw.TIMEOUT_RUNS_IN_WAITING && this.state == BackgroundTaskState.WAITING;
	}

	private boolean mustGiveSigns() {
		return this.wanted.watched() && (this.state == BackgroundTaskState.RUNNING
				|| this.state == BackgroundTaskState.CANCEL_REQUESTED && this.mode != TaskMode.MANAGED);
	}

	long timeoutAt() {
		return (this.wanted.timeout() > 0 && runs()) ? this.since + this.wanted.timeout() - this.ran : NEVER;
	}

	long silenceAt() {
		return mustGiveSigns() ? Math.max(this.since, this.sign) + Wanted.HEARTBEAT : NEVER;
	}

	/** The next time at which the task changes by itself. */
	long due() {
		return isLive() ? Math.min(Math.min(timeoutAt(), silenceAt()), Math.min(this.nextStart, this.questionDeadline))
				: NEVER;
	}

	/** Starts the next attempt, or lets a question lapse. */
	void resume(long now) {
		if (this.nextStart <= now || this.questionDeadline <= now) {
			enter(BackgroundTaskState.RUNNING, now);
		}
	}

	void end(BackgroundTaskState end, @Nullable FailureKind kind, long now) {
		enter(end, now);
		this.failure = kind;
	}

	/** Whether another attempt follows a failure. */
	boolean isRetried() {
		return (this.state == BackgroundTaskState.RUNNING || this.state == BackgroundTaskState.WAITING)
				&& (this.mode == TaskMode.MANAGED || this.mode == TaskMode.SUBMITTED)
				&& this.attempt < this.wanted.attempts();
	}

	boolean isLastOfSeveral() {
		return (this.state == BackgroundTaskState.RUNNING || this.state == BackgroundTaskState.WAITING)
				&& (this.mode == TaskMode.MANAGED || this.mode == TaskMode.SUBMITTED) && this.wanted.attempts() > 1;
	}

	void nextAttempt(long now, long delay) {
		enter(BackgroundTaskState.PENDING, now);
		this.attempt++;
		this.ran = 0;
		this.nextStart = now + delay;
	}

	void live(BackgroundTaskState next, long now) {
		sign(now);
		if (isLive() && !waitsForItsStart() && this.state != BackgroundTaskState.CANCEL_REQUESTED
				&& this.state != next) {
			enter(next, now);
		}
	}

	/** A sign of life of the work. */
	void sign(long now) {
		if (isLive()) {
			this.sign = now;
		}
	}

	void requestCancel(long now) {
		if (isLive() && this.state != BackgroundTaskState.CANCEL_REQUESTED) {
			this.requested = true;
			boolean atOnce = waitsForItsStart() || this.wanted.cancelPolicy() == CancelPolicy.ABORT_LOCAL;
			enter(atOnce ? BackgroundTaskState.CANCELLED : BackgroundTaskState.CANCEL_REQUESTED, now);
		}
	}

	@Override
	public String toString() {
		return this.session + "/" + this.id + " " + this.mode + " " + this.state + " attempt " + this.attempt
				+ ((this.question != null) ? " asks " + this.question : "");
	}

}
