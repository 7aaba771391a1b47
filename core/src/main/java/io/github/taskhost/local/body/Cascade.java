package io.github.taskhost.local.body;

import java.util.ArrayDeque;
import java.util.Queue;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.lifecycle.FamilyRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;

/**
 * Passes cancellations and failures on to the descendants of a task, in any session, also
 * through descendants that have ended. Descendants that are inserted meanwhile are
 * reached on their insertion.
 */
public final class Cascade implements ChangeListener {

	private final CancelOptions options;

	private final TaskLookup lookup;

	private final Commits commits;

	public Cascade(CancelOptions options, TaskLookup lookup, Commits commits) {
		this.options = options;
		this.lookup = lookup;
		this.commits = commits;
	}

	@Override
	public void changed(Change change) {
		TaskCommand command = change.outcome().forDescendants();
		if (command != null && FamilyRules.isPassedOn(command, this.options.cascade())) {
			passOn(change.task(), command);
		}
	}

	private void passOn(LocalTask ancestor, TaskCommand command) {
		Queue<LocalTask> descendants = new ArrayDeque<>(this.lookup.children(ancestor.uid()));
		for (LocalTask next = descendants.poll(); next != null; next = descendants.poll()) {
			if (reaches(command, next)) {
				this.commits.apply(next, command);
				descendants.addAll(this.lookup.children(next.uid()));
			}
		}
	}

	private static boolean reaches(TaskCommand command, LocalTask descendant) {
		return FamilyRules.reaches(command, descendant.record().registration(), descendant.kind().options());
	}

	/**
	 * Cancels a child that was inserted after its parent was cancelled or has failed.
	 */
	public void reachNewChild(LocalTask parent, LocalTask child) {
		TaskCommand command = FamilyRules.forNewChild(parent.record());
		if (command != null && FamilyRules.isPassedOn(command, this.options.cascade()) && reaches(command, child)) {
			this.commits.apply(child, command);
		}
	}

}
