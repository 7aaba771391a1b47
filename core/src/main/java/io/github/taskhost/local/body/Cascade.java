package io.github.taskhost.local.body;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.FamilyRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes cancellations and failures on to the descendants of a task, in any session, also
 * through descendants that have ended. Descendants that are inserted meanwhile are
 * reached on their insertion. Descendants of other processes are read from the store; if
 * it is away, they are reached when it is back, and the caller is not told: the command
 * of the ancestor is stored.
 */
public final class Cascade implements ChangeListener {

	private static final Logger log = LoggerFactory.getLogger(Cascade.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final CancelOptions options;

	private final KnownTasks known;

	private final Commits commits;

	private final Alarms alarms;

	public Cascade(CancelOptions options, KnownTasks known, Commits commits, Alarms alarms) {
		this.options = options;
		this.known = known;
		this.commits = commits;
		this.alarms = alarms;
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
		boolean wide = this.known.isWide(ancestor);
		List<LocalTask> children = this.known.familyHere(ancestor);
		if (children.isEmpty() && !wide) {
			return;
		}
		Set<UUID> told = new HashSet<>(Set.of(ancestor.uid()));
		passOn(children, command, this.known::familyHere, told);
		if (wide) {
			untilStored(ancestor, () -> passOn(this.known.family(ancestor), command, this.known::family, told));
		}
	}

	/** Runs a step that needs the store, and repeats it while the store is away. */
	private void untilStored(LocalTask ancestor, Runnable step) {
		try {
			step.run();
		}
		catch (JournalUnavailableException ex) {
			log.debug("The descendants of task {} of session {} are reached when the store is back",
					ancestor.record().id(), ancestor.record().sessionId(), ex);
			this.alarms.after(PAUSE, () -> untilStored(ancestor, step));
		}
	}

	private void passOn(List<LocalTask> children, TaskCommand command, Function<LocalTask, List<LocalTask>> family,
			Set<UUID> told) {
		Set<UUID> reached = new HashSet<>();
		Queue<LocalTask> descendants = new ArrayDeque<>(children);
		for (LocalTask next = descendants.poll(); next != null; next = descendants.poll()) {
			if (reaches(command, next) && reached.add(next.uid())) {
				if (!told.contains(next.uid())) {
					applySafely(next, command);
					told.add(next.uid());
				}
				descendants.addAll(family.apply(next));
			}
		}
	}

	/** A descendant that cannot be changed here keeps no other from its command. */
	private void applySafely(LocalTask task, TaskCommand command) {
		try {
			apply(task, command);
		}
		catch (JournalUnavailableException ex) {
			throw ex;
		}
		catch (BackgroundTaskException ex) {
			log.warn("Task {} of session {} is not reached by the end or the cancellation of its parent",
					task.record().id(), task.record().sessionId(), LogSafe.of(ex));
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
	 * descendants that the child has by now. A parent that another host has is read
	 * again.
	 */
	public void reachNewChild(LocalTask parent, LocalTask child) {
		untilStored(parent, () -> reach(parent, child));
	}

	private void reach(LocalTask ancestor, LocalTask child) {
		LocalTask parent = this.known.present(ancestor);
		for (TaskCommand command : FamilyRules.forNewChild(parent.record(), parent.passedOn())) {
			if (FamilyRules.isPassedOn(command, this.options.cascade()) && reaches(command, child)) {
				apply(child, command);
				passOn(child, command);
				return;
			}
		}
	}

}
