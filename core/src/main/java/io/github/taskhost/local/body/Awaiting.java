package io.github.taskhost.local.body;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.local.task.TaskTimes.Await;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Lets the timeout of a body stand still while a descendant that it awaits waits for a
 * person, through any depth of awaiting. A wait that no timeout depends on leaves no
 * trace: neither the task of the body nor an ancestor of it has a timeout.
 *
 * <p>
 * <b>Synchronisation.</b> The tasks that await each other are linked under the lock, and
 * whether a timeout stands still is computed under it from the present records. A thread
 * that links two tasks looks at the record afterwards, and a change of the record looks
 * at the links: one of the two sees the other.
 */
public final class Awaiting implements ChangeListener {

	private static final int MAX_DEPTH = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private final TaskLookup lookup;

	private final Alarms alarms;

	private final Timeouts timeouts;

	public Awaiting(TaskLookup lookup, Alarms alarms, Timeouts timeouts) {
		this.lookup = lookup;
		this.alarms = alarms;
		this.timeouts = timeouts;
	}

	/**
	 * Looks at every transition, not only at those from and to WAITING: the listeners of
	 * an answer may come after those of the end that followed it, which drop the
	 * durations.
	 */
	@Override
	public void changed(Change change) {
		TaskTimes times = change.task().times();
		if (times != null && !times.awaiters().isEmpty() && (change.isTransition() || change.isLeaving())) {
			this.lock.lock();
			try {
				update(affected(change.task(), times), (change.nanos() != 0) ? change.nanos() : this.alarms.nanoTime());
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Runs a wait of a body for descendants.
	 * @param awaiter the task of the body
	 * @param descendants the tasks that it awaits
	 * @param wait the wait
	 */
	public <T> T during(LocalTask awaiter, List<LocalTask> descendants, Heartbeats.Call<T> wait)
			throws InterruptedException {
		List<LocalTask> live = descendants.stream().filter((task) -> !task.isOver()).toList();
		if (awaiter.isOver() || live.isEmpty() || !isTimed(awaiter)) {
			return wait.run();
		}
		Links links = new Links(awaiter, awaiter.ownTimes(), live.stream().map((task) -> link(awaiter, task)).toList());
		try {
			link(links, true);
			return wait.run();
		}
		finally {
			link(links, false);
		}
	}

	private static Link link(LocalTask awaiter, LocalTask descendant) {
		return new Link(new Await(awaiter, descendant), descendant.ownTimes());
	}

	/**
	 * Whether a wait of a body can let a timeout stand still: that of its task, or that
	 * of an ancestor, since ancestors alone can await it in turn. An ancestor that awaits
	 * it is linked, and counts when the record between them was removed.
	 */
	private boolean isTimed(LocalTask awaiter) {
		TaskTimes times = awaiter.times();
		boolean timed = times != null && !times.awaiters().isEmpty();
		LocalTask task = awaiter;
		for (int i = 0; !timed && task != null && i < MAX_DEPTH; i++) {
			BackgroundTaskRecord record = task.record();
			timed = record.timeout() != null;
			task = (record.parentUid() != null) ? this.lookup.find(record.parentUid()) : null;
		}
		return timed || task != null;
	}

	/** Links tasks, or removes their links as far as they were made. */
	private void link(Links links, boolean linked) {
		this.lock.lock();
		try {
			List<Await> waits = links.all().stream().map(Link::await).toList();
			links.ofAwaiter().awaited(changed(links.ofAwaiter().awaited(), waits, linked));
			for (Link link : links.all()) {
				TaskTimes times = link.ofDescendant();
				times.awaiters(changed(times.awaiters(), List.of(link.await()), linked));
			}
			update(List.of(links.awaiter()), this.alarms.nanoTime());
		}
		finally {
			this.lock.unlock();
		}
	}

	private static List<Await> changed(List<Await> waits, List<Await> changes, boolean added) {
		List<Await> changed = new ArrayList<>(waits);
		if (added) {
			changed.addAll(changes);
		}
		else {
			changed.removeAll(Set.copyOf(changes));
		}
		return changed;
	}

	/**
	 * The tasks that await a task and whose timeout may change with it. A timeout that
	 * runs goes on when the task does not wait, and a timeout that stands still goes on
	 * standing still when it does: the join of many tasks looks at all of them only when
	 * one stops waiting.
	 */
	private static List<LocalTask> affected(LocalTask task, TaskTimes times) {
		boolean waits = waits(task);
		return times.awaiters()
			.stream()
			.map(Await::awaiter)
			.filter((awaiter) -> isStandingStill(awaiter) != waits)
			.toList();
	}

	private static boolean isStandingStill(LocalTask task) {
		TaskTimes times = task.times();
		return times != null && times.isStandingStill();
	}

	/** Updates tasks, and those that await them; call under the lock. */
	private void update(List<LocalTask> tasks, long nanos) {
		Queue<LocalTask> open = new ArrayDeque<>(tasks);
		for (LocalTask task = open.poll(); task != null; task = open.poll()) {
			TaskTimes times = task.times();
			if (times != null) {
				boolean still = times.awaited().stream().map(Await::descendant).anyMatch(Awaiting::waits);
				if (still != times.isStandingStill()) {
					times.standingStill(still);
					this.timeouts.hold(task, still, nanos);
					open.addAll(affected(task, times));
				}
			}
		}
	}

	private static boolean waits(LocalTask task) {
		return !task.isRemoved() && TimeRules.waits(task.record()) || isStandingStill(task);
	}

	/**
	 * The links between a body and the descendants that one of its waits is for.
	 *
	 * @param awaiter the task of the body
	 * @param ofAwaiter its durations
	 * @param all the links, one for each descendant
	 */
	private record Links(LocalTask awaiter, TaskTimes ofAwaiter, List<Link> all) {
	}

	/**
	 * The link between a body and a descendant that it awaits.
	 *
	 * @param await the wait
	 * @param ofDescendant the durations of the descendant
	 */
	private record Link(Await await, TaskTimes ofDescendant) {
	}

}
