package io.github.taskhost.local.body;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CascadeTrigger;
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
		if (command == null || !FamilyRules.isPassedOn(command, this.options.cascade())) {
			return;
		}
		LocalTask task = change.task();
		if (FamilyRules.isNews(command, change.after(), change.stored(), task.passedOn())) {
			noteFate(change, command);
			passOn(task, command);
		}
	}

	/**
	 * Notes the cancellation of a live task for its later children. A failure needs no
	 * note, since the record shows it.
	 */
	private static void noteFate(Change change, TaskCommand command) {
		CascadeTrigger fate = FamilyRules.fate(command);
		boolean wasLive = change.stored() || !change.after().state().isTerminal();
		if (wasLive && fate == CascadeTrigger.CANCEL) {
			change.task().passOn(fate);
		}
	}

	private void passOn(LocalTask ancestor, TaskCommand command) {
		List<LocalTask> children = this.lookup.children(ancestor.uid());
		if (children.isEmpty()) {
			return;
		}
		Set<UUID> reached = new HashSet<>(Set.of(ancestor.uid()));
		Queue<LocalTask> descendants = new ArrayDeque<>(children);
		for (LocalTask next = descendants.poll(); next != null; next = descendants.poll()) {
			if (reaches(command, next) && reached.add(next.uid())) {
				apply(next, command);
				descendants.addAll(this.lookup.children(next.uid()));
			}
		}
	}

	/**
	 * Notes the fate of a live task for its later children, before the command, so that
	 * none of them sees the command alone. An ended task has no fate to pass on later.
	 */
	private void apply(LocalTask task, TaskCommand command) {
		if (!task.record().state().isTerminal()) {
			task.passOn(FamilyRules.fate(command));
		}
		this.commits.apply(task, command);
	}

	private static boolean reaches(TaskCommand command, LocalTask descendant) {
		return FamilyRules.reaches(command, descendant.record().registration(), descendant.kind().options());
	}

	/**
	 * Cancels a child that was inserted after its parent passed on a fate, and the
	 * descendants that the child has by now.
	 */
	public void reachNewChild(LocalTask parent, LocalTask child) {
		for (TaskCommand command : FamilyRules.forNewChild(parent.record(), parent.passedOn())) {
			if (FamilyRules.isPassedOn(command, this.options.cascade()) && reaches(command, child)) {
				apply(child, command);
				passOn(child, command);
				return;
			}
		}
	}

}
