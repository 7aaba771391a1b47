package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The rules of messages and reports about a live task. After a cancel request a report
 * still changes the content of the record, but not its state.
 */
final class Reports {

	private Reports() {
	}

	static Decision checkUpdate(BackgroundTaskRecord record, TaskCommand.Update update) {
		BackgroundTaskState state = update.state();
		if (state != null && state.isTerminal()) {
			return Refusals.state(record, "be updated to " + state, "an update cannot end a task. Use complete.");
		}
		if (state == BackgroundTaskState.PENDING) {
			return Refusals.state(record, "be updated to PENDING",
					"only the host sets this state. Use RUNNING or WAITING.");
		}
		return new Decision.Unchanged(record);
	}

	static Decision update(BackgroundTaskRecord record, TaskCommand.Update update, Instant now) {
		if (checkUpdate(record, update) instanceof Decision.Refused refused) {
			return refused;
		}
		boolean cancel = update.state() == BackgroundTaskState.CANCEL_REQUESTED;
		Draft change = cancel ? new Draft(record, now) : Draft.byWork(record, now);
		if (update.message() != null && !update.message().equals(record.status())) {
			change.next().status(update.message());
			change.tell(BackgroundTaskEvent.Progress::new);
		}
		if (cancel) {
			Ends.requestCancel(change, record, request(update));
		}
		else if (update.state() != null && !WorkRules.waitsForItsStart(record)) {
			enterLiveState(change, record, update.state());
		}
		return cancel ? change.doneIfTold() : doneOrHeard(change, record, now);
	}

	static Decision checkLive(BackgroundTaskRecord record, BackgroundTaskState state) {
		return isReportable(state) ? new Decision.Unchanged(record) : Refusals.state(record, "be reported " + state,
				"live() takes RUNNING or WAITING. Report an end with complete(), cancelled() or fail().");
	}

	static Decision live(BackgroundTaskRecord record, BackgroundTaskState state, Instant now) {
		return isReportable(state) ? enterLive(record, state, now) : checkLive(record, state);
	}

	private static boolean isReportable(BackgroundTaskState state) {
		return state == BackgroundTaskState.RUNNING || state == BackgroundTaskState.WAITING;
	}

	static TaskCommand.RequestCancel request(TaskCommand.Update update) {
		return new TaskCommand.RequestCancel(null, update.by());
	}

	static Decision markLive(BackgroundTaskRecord record, BackgroundTaskState state, Instant now) {
		return isReportable(state) ? enterLive(record, state, now) : new Decision.Unchanged(record);
	}

	private static Decision enterLive(BackgroundTaskRecord record, BackgroundTaskState state, Instant now) {
		Draft change = Draft.byWork(record, now);
		if (!WorkRules.waitsForItsStart(record)) {
			enterLiveState(change, record, state);
		}
		return doneOrHeard(change, record, now);
	}

	static void enterLiveState(Draft change, BackgroundTaskRecord record, BackgroundTaskState state) {
		BackgroundTaskState from = record.state();
		if (from != state && from != BackgroundTaskState.CANCEL_REQUESTED) {
			change.enter(state).tell(stateChangedFrom(from));
		}
	}

	static Draft.EventType stateChangedFrom(BackgroundTaskState from) {
		return (record, sequence, time) -> new BackgroundTaskEvent.StateChanged(record, sequence, time, from);
	}

	static Decision describe(BackgroundTaskRecord record, TaskCommand.Describe describe, Instant now) {
		Draft change = Draft.byWork(record, now);
		if (isNew(describe.progress(), record.progress())) {
			change.next().progress(describe.progress());
			change.tell(BackgroundTaskEvent.Progress::new);
		}
		boolean newStatus = isNew(describe.status(), record.status());
		boolean newSummary = isNew(describe.summary(), record.summary());
		if (newStatus) {
			change.next().status(describe.status());
		}
		if (newSummary) {
			change.next().summary(describe.summary());
		}
		if (newStatus || newSummary) {
			change.tell(BackgroundTaskEvent.Updated::new);
		}
		return doneOrHeard(change, record, now);
	}

	private static boolean isNew(@Nullable Object said, @Nullable Object known) {
		return said != null && !Objects.equals(said, known);
	}

	private static Decision doneOrHeard(Draft change, BackgroundTaskRecord record, Instant now) {
		return (change.doneIfTold() instanceof Decision.Changed changed) ? changed : heartbeat(record, now);
	}

	/**
	 * A sign of life: every report of the work counts as one, also a report that repeats
	 * known content.
	 */
	static Decision heartbeat(BackgroundTaskRecord record, Instant now) {
		if (record.heartbeatAt() != null && !now.isAfter(record.heartbeatAt())) {
			return new Decision.Unchanged(record, Outcome.ALIVE);
		}
		return new Decision.Changed(record.toBuilder().heartbeatAt(now).build(), List.of(), record.eventSequence() + 1,
				now, Outcome.ALIVE);
	}

	static Decision receive(BackgroundTaskRecord record, TaskMessage message, Instant now) {
		return new Draft(record, now)
			.tell((after, sequence, time) -> new BackgroundTaskEvent.MessageReceived(after, sequence, time, message))
			.done();
	}

	static Decision post(BackgroundTaskRecord record, TaskMessage message, Instant now) {
		return Draft.byWork(record, now)
			.activity(WakeReason.MESSAGE)
			.tell((after, sequence, time) -> new BackgroundTaskEvent.MessageSent(after, sequence, time, message))
			.done();
	}

}
