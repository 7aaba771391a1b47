package io.github.taskhost.local;

import java.util.ArrayDeque;
import java.util.Queue;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.store.TaskEntry;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Cancellations: of a task and its descendants, and what follows when a body does not
 * wind down.
 */
final class Cancellations {

	private final Host host;

	private final CancelOptions options;

	Cancellations(Host host, CancelOptions options) {
		this.host = host;
		this.options = options;
	}

	BackgroundTaskRecord request(LocalTask task, @Nullable String reason) {
		return cancel(task, new TaskCommand.RequestCancel(reason, this.host.callerName())).after();
	}

	BackgroundTaskRecord now(LocalTask task, @Nullable String reason) {
		return cancel(task, new TaskCommand.CancelNow(reason, this.host.callerName(), false)).after();
	}

	/**
	 * Lets a task meet a command that may be a cancellation, and then its descendants.
	 */
	Commit cancel(LocalTask task, TaskCommand command) {
		Commit commit = this.host.commits().commit(task, command);
		TaskCommand further = this.options.cascade() ? commit.outcome().forDescendants() : null;
		if (further != null) {
			Queue<TaskEntry> descendants = new ArrayDeque<>(this.host.store().children(commit.after().uid()));
			for (TaskEntry next = descendants.poll(); next != null; next = descendants.poll()) {
				this.host.commits().commit((LocalTask) next, further);
				descendants.addAll(this.host.store().children(next.uid()));
			}
		}
		return commit;
	}

	/** A child that was born while its parent was cancelled does not escape. */
	void reachNewChild(LocalTask parent, LocalTask child) {
		BackgroundTaskRecord record = parent.record();
		if (this.options.cascade() && WorkRules.reachesNewChild(record)) {
			request(child, record.cancelReason());
		}
	}

	/** Interrupts a body that does not wind down in time, and at last gives it up. */
	void escalate(Execution execution) {
		if (this.options.escalate() && WorkRules.escalates(execution.task().record())) {
			execution.escalation = this.host.alarms().after(this.options.gracePeriod(), () -> interrupt(execution));
		}
	}

	private void interrupt(Execution execution) {
		if (WorkRules.escalates(execution.task().record())) {
			execution.interrupt();
			execution.escalation = this.host.alarms().after(this.options.abandonAfter(), () -> abandon(execution));
		}
	}

	private void abandon(Execution execution) {
		if (WorkRules.escalates(execution.task().record())) {
			this.host.commits()
				.commit(execution.task(), execution.attempt(),
						new TaskCommand.CancelNow("did not wind down", null, true));
		}
	}

}
