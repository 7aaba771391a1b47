package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Rules about changes that one host makes to a task that another host has: the notice
 * that the other host gets, and the consequences that the change has there.
 */
public final class ElsewhereRules {

	private ElsewhereRules() {
	}

	/**
	 * Returns the notice about a change for the host that has the task.
	 * @param before the task before the change
	 * @param after the task after it
	 * @param outcome the consequences of the change
	 * @return the notice
	 */
	public static TaskNotice notice(BackgroundTaskRecord before, BackgroundTaskRecord after, Outcome outcome) {
		boolean end = after.state().isTerminal() && !before.state().isTerminal();
		if (end && !outcome.tellOwner()) {
			return TaskNotice.Signal.OWNER_ENDED;
		}
		return outcome.alive() ? TaskNotice.Signal.ALIVE : TaskNotice.Signal.CHANGED;
	}

	/**
	 * Returns the notice about a command that changed nothing.
	 * @param command the command
	 * @param outcome the consequences of the command all the same
	 * @return the notice, or {@code null} if there is nothing to tell; the check of
	 * output is followed by the output
	 */
	public static @Nullable TaskNotice notice(TaskCommand command, Outcome outcome) {
		if (outcome.tellOwner()) {
			return TaskNotice.Signal.TELL_OWNER;
		}
		if (outcome.ownerEnded()) {
			return TaskNotice.Signal.OWNER_ENDED;
		}
		return (outcome.alive() && !(command instanceof TaskCommand.Output)) ? TaskNotice.Signal.ALIVE : null;
	}

	/**
	 * Returns the consequences of a notice for a task whose record does not change.
	 * @param notice the notice
	 * @return the consequences
	 */
	public static Outcome outcome(TaskNotice notice) {
		return switch (notice) {
			case TaskNotice.Signal.CHANGED -> Outcome.NONE;
			case TaskNotice.Signal.ALIVE -> Outcome.ALIVE;
			case TaskNotice.Signal.TELL_OWNER -> Outcome.ofRequest(true, null);
			case TaskNotice.Signal.OWNER_ENDED -> Outcome.OWNER_ENDED;
			case TaskNotice.Output output -> Outcome.ALIVE;
			case TaskNotice.Reply reply -> Outcome.NONE;
			case TaskNotice.Inspect inspect -> Outcome.NONE;
			case TaskNotice.Inspected inspected -> Outcome.NONE;
		};
	}

	/**
	 * Tells whether a notice comes from the host that has the task; all others go to it.
	 * @param notice the notice
	 * @return {@code true} if so
	 */
	public static boolean isAnswer(TaskNotice notice) {
		return notice instanceof TaskNotice.Inspected;
	}

	/**
	 * Tells whether reported work that another host has takes messages.
	 * @param record the task
	 * @param hasExecutor whether its kind has an executor
	 * @return {@code true} if so
	 */
	public static boolean takesMessages(BackgroundTaskRecord record, boolean hasExecutor) {
		return hasExecutor || record.mode() == TaskMode.SUBMITTED;
	}

	/**
	 * Returns the stored record of a task with the reports of its host that are not
	 * stored yet. Reports decide nothing. They are the latest, unless another host has
	 * reported for the work: then the later one counts.
	 * @param here the record in the memory of the host that has the task
	 * @param stored the stored record
	 * @param reported whether another host may have reported for the work
	 * @return the record to show
	 */
	public static BackgroundTaskRecord withReports(BackgroundTaskRecord here, BackgroundTaskRecord stored,
			boolean reported) {
		BackgroundTaskRecord.Builder merged = stored.toBuilder();
		if (here.inputRequest() != null && isSame(here.inputRequest(), stored.inputRequest())) {
			merged.inputRequest(here.inputRequest());
		}
		if (isLater(here.heartbeatAt(), stored.heartbeatAt())) {
			merged.heartbeatAt(here.heartbeatAt());
		}
		if (here.version() >= stored.version()) {
			boolean same = here.version() == stored.version() && here.updatedAt().equals(stored.updatedAt());
			merged.version(same ? here.version() : here.version() + 1)
				.eventSequence(Math.max(here.eventSequence(), stored.eventSequence()));
			if (here.attempt() == stored.attempt() && (!reported || isLater(here.updatedAt(), stored.updatedAt()))) {
				merged.status(here.status()).progress(here.progress());
			}
		}
		return merged.build();
	}

	private static boolean isLater(@Nullable Instant one, @Nullable Instant other) {
		return one != null && (other == null || one.isAfter(other));
	}

	/**
	 * Tells whether a question was open in a record and is not any more.
	 * @param before the record before a change
	 * @param after the record after it
	 * @return the question, or {@code null}
	 */
	public static @Nullable InputRequest endedQuestion(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		InputRequest question = before.inputRequest();
		return (question != null && !isSame(question, after.inputRequest())) ? question : null;
	}

	/**
	 * Tells whether two questions of a task are one, by key and number: a stored question
	 * may have another form than the one in memory.
	 * @param question a question
	 * @param other another question, or {@code null}
	 * @return {@code true} if so
	 */
	public static boolean isSame(InputRequest question, @Nullable InputRequest other) {
		return other != null && other.number() == question.number() && other.key().equals(question.key());
	}

	/**
	 * Returns the question that a change has opened.
	 * @param before the record before a change
	 * @param after the record after it
	 * @return the question, or {@code null}
	 */
	public static @Nullable InputRequest openedQuestion(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		InputRequest question = after.inputRequest();
		return (question != null && !isSame(question, before.inputRequest())) ? question : null;
	}

	/**
	 * Returns the consequences that changes of other hosts have in the host that has the
	 * task. Events and wakes are left out: the hosts that made the changes have published
	 * them.
	 * @param before the record in the memory of the host
	 * @param after the record after the changes
	 * @param replied whether the question that ended has a reply
	 * @param byOwner whether the owner of the work has reported the end
	 * @return the consequences
	 */
	public static Outcome outcome(BackgroundTaskRecord before, BackgroundTaskRecord after, boolean replied,
			boolean byOwner) {
		boolean nextAttempt = after.attempt() != before.attempt() && !after.state().isTerminal();
		QuestionEnd question = (endedQuestion(before, after) == null) ? QuestionEnd.NONE
				: replied ? QuestionEnd.ANSWERED : QuestionEnd.WITHDRAWN;
		boolean alive = isLater(after.heartbeatAt(), before.heartbeatAt());
		return new Outcome(nextAttempt, null, !byOwner && tellsOwner(before, after), question,
				forDescendants(before, after), false, false, alive);
	}

	private static boolean tellsOwner(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		boolean toEnd = after.state() == BackgroundTaskState.CANCEL_REQUESTED || after.state().isTerminal();
		return toEnd && after.state() != before.state() && WorkRules.hasOwnerToTell(before);
	}

	/**
	 * The command for descendants that were inserted in the host while the change was
	 * made elsewhere. The host that made the change has reached the others.
	 */
	private static @Nullable TaskCommand forDescendants(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (before.state() == after.state()) {
			return null;
		}
		if (after.state() == BackgroundTaskState.CANCELLED && after.cancelRequestedAt() == null) {
			return FamilyRules.cancelled(after);
		}
		List<TaskCommand> commands = FamilyRules.forNewChild(after, Set.of());
		return commands.isEmpty() ? null : commands.getFirst();
	}

}
