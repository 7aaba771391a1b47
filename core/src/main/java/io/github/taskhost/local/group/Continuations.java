package io.github.taskhost.local.group;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.lifecycle.group.GroupRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.remote.EndWatch;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the starts of tasks until their predecessors have ended, and cancels tasks whose
 * predecessors did not complete. All of it is derived from the record of the waiting
 * task, so that an adopted task goes on waiting.
 *
 * <p>
 * <b>Synchronisation.</b> A task is in the index before its predecessors are looked at,
 * and an end is stored before the index is looked at: one of the two threads sees the
 * other. Both may act; the commit of the release decides which of them goes on, and the
 * listener of that change starts the task.
 */
public final class Continuations implements ChangeListener {

	private static final Logger log = LoggerFactory.getLogger(Continuations.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** The waiting tasks of this process by their uids; bounded by its live tasks. */
	private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();

	private final Successors successors = new Successors();

	private final TaskLookup lookup;

	private final Commits commits;

	private final Alarms alarms;

	private final EndsElsewhere elsewhere;

	public Continuations(TaskLookup lookup, KnownTasks known, Commits commits, EndWatch watch, Alarms alarms,
			HostThreads threads) {
		this.lookup = lookup;
		this.commits = commits;
		this.alarms = alarms;
		this.elsewhere = new EndsElsewhere(watch, lookup, known, alarms, threads, this.successors::exist, this::over);
	}

	/**
	 * Keeps the predecessors of a task that was inserted, as they were found for its
	 * registration: those that retention removes meanwhile have ended all the same.
	 */
	public void found(LocalTask task, List<LocalTask> predecessors) {
		if (ContinuationRules.waits(task.record())) {
			Waiting unused = entry(task, predecessors);
		}
	}

	/** Starts a task, or does so when its predecessors have ended. */
	public void await(LocalTask task, Runnable start) {
		boolean adopted = !this.waiting.containsKey(task.uid());
		Waiting one = entry(task, List.of());
		one.begin(start);
		if (adopted && GroupRules.isBeingFilled(task.record())) {
			Change unused = this.commits.apply(task, GroupRules.notFilled());
		}
		else if (isWaiting(task)) {
			look(one);
		}
	}

	private Waiting entry(LocalTask task, List<LocalTask> found) {
		Waiting present = this.waiting.get(task.uid());
		if (present != null && present.task() == task) {
			return present;
		}
		Waiting fresh = new Waiting(task, found);
		Waiting former = this.waiting.put(task.uid(), fresh);
		if (former != null) {
			forget(former);
		}
		fresh.open().forEach((uid) -> this.successors.add(uid, fresh));
		if (!isWaiting(task)) {
			forget(fresh);
		}
		return fresh;
	}

	private static boolean isWaiting(LocalTask task) {
		return !task.isOver() && ContinuationRules.waits(task.record());
	}

	/** Whether a task waits for others here, so that its start is not lost. */
	public boolean holds(LocalTask task) {
		Waiting one = this.waiting.get(task.uid());
		return one != null && one.task() == task && one.start() != null && isWaiting(task);
	}

	/** Whether a task waits although what it waits for has happened. */
	public boolean isOverdue(LocalTask task) {
		Waiting one = this.waiting.get(task.uid());
		return one != null && one.task() == task && isWaiting(task)
				&& (one.next() != null || one.start() != null && one.open().stream().anyMatch(this::isOver));
	}

	private boolean isOver(UUID predecessor) {
		LocalTask here = this.lookup.find(predecessor);
		return here != null && here.isOver();
	}

	/** Looks at the predecessors of a task again. */
	public void check(LocalTask task) {
		Waiting one = this.waiting.get(task.uid());
		if (one != null) {
			look(one);
		}
	}

	private void look(Waiting one) {
		List.copyOf(one.open()).forEach((uid) -> look(one, uid));
		goOn(List.of(one));
	}

	private void look(Waiting one, UUID predecessor) {
		LocalTask here = this.lookup.find(predecessor);
		LocalTask task = (here != null) ? here : one.found(predecessor);
		if (task == null || isGivenUp(task)) {
			this.elsewhere.watch(predecessor);
		}
		else if (task.isOver()) {
			one.over(predecessor, endOf(task));
			remove(predecessor, one);
		}
		else if (here == null) {
			this.elsewhere.watch(predecessor);
		}
	}

	private static boolean isGivenUp(LocalTask task) {
		Stored stored = task.stored();
		return stored != null && stored.isGivenUp();
	}

	private static @Nullable BackgroundTaskState endOf(LocalTask task) {
		BackgroundTaskState state = task.record().state();
		return state.isTerminal() ? state : null;
	}

	@Override
	public void changed(Change change) {
		if (this.waiting.isEmpty()) {
			return;
		}
		if (ContinuationRules.isReleased(change.before(), change.after())) {
			released(change.task());
		}
		if (change.isLeaving()) {
			left(change);
		}
	}

	/** Starts a task that waits no more, whichever host has decided so. */
	private void released(LocalTask task) {
		Waiting one = this.waiting.get(task.uid());
		if (one == null || one.task() != task) {
			return;
		}
		Runnable start = one.start();
		if (start != null && !task.isOver()) {
			start.run();
		}
		forget(one);
	}

	private void left(Change change) {
		LocalTask task = change.task();
		Waiting one = this.waiting.get(task.uid());
		if (one != null && one.task() == task) {
			forget(one);
		}
		if (!this.successors.exist(task.uid())) {
			return;
		}
		if (isGivenUp(task)) {
			this.elsewhere.watch(task.uid());
		}
		else {
			BackgroundTaskState state = change.after().state();
			over(task.uid(), state.isTerminal() ? state : null);
		}
	}

	/**
	 * Goes on with the tasks that wait for one that is not live any more. All of them
	 * know of its end before the first one goes on.
	 */
	private void over(UUID predecessor, @Nullable BackgroundTaskState end) {
		List<Waiting> all = this.successors.of(predecessor);
		all.forEach((one) -> one.over(predecessor, end));
		all.forEach((one) -> remove(predecessor, one));
		goOn(all);
	}

	private void goOn(List<Waiting> all) {
		InTurn.run(all.stream().<Runnable>map((one) -> () -> stepSafely(one)).toList());
	}

	private void forget(Waiting one) {
		this.waiting.remove(one.task().uid(), one);
		one.open().forEach((uid) -> remove(uid, one));
	}

	private void remove(UUID predecessor, Waiting one) {
		if (this.successors.remove(predecessor, one)) {
			this.elsewhere.leave(predecessor);
		}
	}

	/** A step that fails is repeated, since no other thread may come by. */
	private void stepSafely(Waiting one) {
		try {
			step(one);
		}
		catch (RuntimeException | Error ex) {
			this.alarms.after(PAUSE, () -> goOn(List.of(one)));
			log.warn("Task {} of session {} goes on later after the ends of the tasks that it waited for",
					one.task().record().id(), one.task().record().sessionId(), LogSafe.of(ex));
		}
	}

	private void step(Waiting one) {
		LocalTask task = one.task();
		if (!isWaiting(task)) {
			forget(one);
			return;
		}
		TaskCommand command = one.next();
		if (command != null) {
			Change unused = this.commits.apply(task, command);
		}
	}

}
