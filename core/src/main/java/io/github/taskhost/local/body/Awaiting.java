package io.github.taskhost.local.body;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.lifecycle.TimeRules;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Lets the timeout of a body stand still while a descendant that it awaits waits for a
 * person, through any depth of awaiting.
 *
 * <p>
 * <b>Synchronisation.</b> The tasks that await each other are linked under the lock, and
 * whether a timeout stands still is computed under it from the present records. A thread
 * that links two tasks looks at the record afterwards, and a change of the record looks
 * at the links: one of the two sees the other.
 */
public final class Awaiting implements ChangeListener {

	private final ReentrantLock lock = new ReentrantLock();

	private final Alarms alarms;

	private final Timeouts timeouts;

	public Awaiting(Alarms alarms, Timeouts timeouts) {
		this.alarms = alarms;
		this.timeouts = timeouts;
	}

	@Override
	public void changed(Change change) {
		BackgroundTaskRecord before = change.before();
		TaskTimes times = change.task().times();
		if (before != null && times != null && !times.awaiters().isEmpty()
				&& TimeRules.waits(before) != TimeRules.waits(change.after())) {
			this.lock.lock();
			try {
				update(times.awaiters(), (change.nanos() != 0) ? change.nanos() : this.alarms.nanoTime());
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	/**
	 * Runs a wait of a body for a descendant.
	 * @param awaiter the task of the body
	 * @param descendant the task that it awaits
	 * @param wait the wait
	 */
	public <T> T during(LocalTask awaiter, LocalTask descendant, Heartbeats.Call<T> wait) throws InterruptedException {
		if (awaiter.isOver() || descendant.isOver()) {
			return wait.run();
		}
		Link link = new Link(awaiter, awaiter.ownTimes(), descendant, descendant.ownTimes());
		link(link, true);
		try {
			return wait.run();
		}
		finally {
			link(link, false);
			awaiter.dropTimesIfOver();
			descendant.dropTimesIfOver();
		}
	}

	private void link(Link link, boolean linked) {
		this.lock.lock();
		try {
			link.times().awaited(changed(link.times().awaited(), link.descendant(), linked));
			link.ofDescendant().awaiters(changed(link.ofDescendant().awaiters(), link.awaiter(), linked));
			update(List.of(link.awaiter()), this.alarms.nanoTime());
		}
		finally {
			this.lock.unlock();
		}
	}

	private static List<LocalTask> changed(List<LocalTask> tasks, LocalTask task, boolean added) {
		List<LocalTask> changed = new ArrayList<>(tasks);
		if (added) {
			changed.add(task);
		}
		else {
			changed.remove(task);
		}
		return changed;
	}

	/** Updates tasks, and those that await them; call under the lock. */
	private void update(List<LocalTask> tasks, long nanos) {
		Queue<LocalTask> open = new ArrayDeque<>(tasks);
		for (LocalTask task = open.poll(); task != null; task = open.poll()) {
			TaskTimes times = task.times();
			if (times != null) {
				boolean still = times.awaited().stream().anyMatch(Awaiting::waits);
				if (still != times.isStandingStill()) {
					times.standingStill(still);
					this.timeouts.hold(task, still, nanos);
					open.addAll(times.awaiters());
				}
			}
		}
	}

	private static boolean waits(LocalTask task) {
		TaskTimes times = task.times();
		return TimeRules.waits(task.record()) || times != null && times.isStandingStill();
	}

	/** The link between a body and a descendant that it awaits. */
	private record Link(LocalTask awaiter, TaskTimes times, LocalTask descendant, TaskTimes ofDescendant) {
	}

}
