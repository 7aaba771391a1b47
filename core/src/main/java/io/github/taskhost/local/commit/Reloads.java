package io.github.taskhost.local.commit;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.QuestionOutcome;
import io.github.taskhost.local.task.ReloadedChange;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records that other hosts have changed into the table, over the reports of this
 * host that are not stored yet. The caller holds the lock of the task, unless said
 * otherwise.
 */
final class Reloads {

	private static final Logger log = LoggerFactory.getLogger(Reloads.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final TaskTable<LocalTask> table;

	private final Decisions decisions;

	private final Sessions sessions;

	private final Alarms alarms;

	Reloads(TaskTable<LocalTask> table, Decisions decisions, Sessions sessions, Alarms alarms) {
		this.table = table;
		this.decisions = decisions;
		this.sessions = sessions;
		this.alarms = alarms;
	}

	/**
	 * Takes over a stored change of a task that this host has claimed meanwhile; later,
	 * if the store is away by now: its caller was not refused.
	 * @param behind the parts that store changes, or {@code null} for a host in memory
	 */
	void claimed(@Nullable Journaled behind, Change change, Consumer<Change> follow) {
		Stored stored = change.task().stored();
		if (behind != null && stored != null && change.stored()) {
			claimed(behind.changes(), change.task(), stored, follow);
		}
	}

	private void claimed(Journaling changes, LocalTask task, Stored stored, Consumer<Change> follow) {
		try {
			Change claimed = changes.claimed(task, stored);
			if (claimed != null) {
				follow.accept(claimed);
			}
		}
		catch (JournalUnavailableException ex) {
			this.alarms.after(PAUSE, () -> InterruptGate.inside(() -> claimed(changes, task, stored, follow)));
		}
		catch (BackgroundTaskException ex) {
			log.warn("A stored change of task {} of session {} is not shown by this host", task.record().id(),
					task.record().sessionId(), LogSafe.of(ex));
		}
	}

	/**
	 * Replaces the record of a task. Reports may come meanwhile.
	 * @return the change to follow
	 */
	Change replaced(LocalTask task, BackgroundTaskRecord record, StoredDetails details, List<TaskNotice> notices) {
		boolean reported = notices.contains(TaskNotice.Signal.ALIVE);
		boolean byOwner = notices.contains(TaskNotice.Signal.OWNER_ENDED);
		while (true) {
			BackgroundTaskRecord before = task.record();
			if (Commits.isDetached(task)) {
				if (task.replaceStored(before, record, List.of(), false)) {
					return new Change(task, before, record, Outcome.NONE, true);
				}
			}
			else {
				long nanos = this.decisions.nanos(task, before);
				BackgroundTaskRecord after = this.decisions.measured(task, before,
						ElsewhereRules.withReports(before, record, reported), nanos);
				Outcome outcome = ElsewhereRules.outcome(before, after, isReplied(before, after, details), byOwner);
				if (isReplaced(task, before, after)) {
					return new ReloadedChange(task, before, after, outcome, nanos, details);
				}
			}
		}
	}

	private static boolean isReplied(BackgroundTaskRecord before, BackgroundTaskRecord after, StoredDetails details) {
		InputRequest ended = ElsewhereRules.endedQuestion(before, after);
		return ended != null && QuestionOutcome.replyTo(ended, details) != null;
	}

	/** Counts a live task that moves into its next session. */
	private boolean isReplaced(LocalTask task, BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (before.sessionId().equals(after.sessionId()) || before.state().isTerminal()) {
			return isCommitted(task, before, after);
		}
		Session target = this.sessions.begin(after.sessionId(), 1);
		boolean moved = false;
		try {
			moved = isCommitted(task, before, after);
		}
		finally {
			if (target.end(moved ? 0 : 1)) {
				this.sessions.tidy(target.id());
			}
		}
		if (moved && after.state().isTerminal()) {
			this.sessions.of(before.sessionId()).left(1); // the end counts the task out
															// of the next one
		}
		return moved;
	}

	private boolean isCommitted(LocalTask task, BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return switch (this.table.commit(new TableChange.Replace<>(task, before, after, List.of()))) {
			case CommitResult.Committed<LocalTask> committed -> true;
			case CommitResult.Conflict<LocalTask> conflict -> false;
			case CommitResult.Duplicate<LocalTask> duplicate -> throw Collisions.of(after, duplicate);
		};
	}

	/**
	 * Removes a task that another host has removed.
	 * @return the change to follow
	 */
	Change removed(LocalTask task) {
		while (true) {
			BackgroundTaskRecord last = task.record();
			boolean removed = Commits.isDetached(task) ? task.replaceStored(last, last, List.of(), true) : this.table
				.commit(new TableChange.Remove<>(task, last, last, List.of())) instanceof CommitResult.Committed;
			if (removed) {
				return new Change(task, last, last, Outcome.REMOVED, true);
			}
		}
	}

}
