package io.github.taskhost.local.body;

import java.util.ArrayDeque;
import java.util.Queue;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Passes cancellations on to the descendants of a task, in any session. Descendants that
 * are inserted meanwhile are cancelled on their insertion.
 */
public final class Cascade implements ChangeListener {

	private final CancelOptions options;

	private final TaskLookup lookup;

	private final Commits commits;

	private final Cancellations cancellations;

	public Cascade(CancelOptions options, TaskLookup lookup, Commits commits, Cancellations cancellations) {
		this.options = options;
		this.lookup = lookup;
		this.commits = commits;
		this.cancellations = cancellations;
	}

	@Override
	public void changed(Change change) {
		TaskCommand command = change.outcome().forDescendants();
		if (command != null && this.options.cascade()) {
			passOn(change.task(), command);
		}
	}

	private void passOn(LocalTask ancestor, TaskCommand command) {
		Queue<LocalTask> descendants = new ArrayDeque<>(this.lookup.children(ancestor.uid()));
		for (LocalTask next = descendants.poll(); next != null; next = descendants.poll()) {
			this.commits.apply(next, command);
			descendants.addAll(this.lookup.children(next.uid()));
		}
	}

	/** Cancels a child that was inserted after the cancellation of its parent. */
	public void reachNewChild(LocalTask parent, LocalTask child) {
		BackgroundTaskRecord record = parent.record();
		if (this.options.cascade() && WorkRules.reachesNewChild(record)) {
			this.cancellations.request(child, record.cancelReason());
		}
	}

}
