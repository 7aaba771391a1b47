package io.github.taskhost.local.commit;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.taskhost.event.WakeReason;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LastLost;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners of changes. A stored change cannot be taken back: if an error of
 * the JVM, such as an exhausted stack, breaks its listeners off, the change is kept, and
 * a look of the supervisor goes on with the step that was not done.
 *
 * <p>
 * <b>Synchronisation.</b> {@code brokenOff} is a list of changes, linked through the
 * changes themselves, so that keeping one allocates nothing. A kept change belongs to the
 * thread that takes the list. The list is bounded by the number of changes that errors
 * break off between two looks.
 */
public final class Followers {

	private static final Logger log = LoggerFactory.getLogger(Followers.class);

	private final AtomicReference<@Nullable Change> brokenOff = new AtomicReference<>();

	/** The changes for which an exhausted stack had no room to keep them. */
	final LastLost<Change> lost = new LastLost<>();

	private final Wakes wakes;

	private final BackgroundTaskMetricsRecorder metrics;

	/** Set once, before the first commit. */
	private ChangeListener listener = (change) -> {
	};

	private ChangeListener counts = this.listener;

	private ChangeListener elsewhere = this.listener;

	private Consumer<Change> claimed = (change) -> {
	};

	private int afterCounts;

	public Followers(Wakes wakes, BackgroundTaskMetricsRecorder metrics) {
		this.wakes = wakes;
		this.metrics = metrics;
	}

	/**
	 * Sets the listener of changes, which calls all others in their order. They commit
	 * changes themselves, so they are created after the door.
	 * @param ordered the listener
	 * @param counting the steps of the listener that count
	 * @param afterCounts the first step after those that count
	 * @param ofElsewhere the listener of the changes of tasks that the table does not
	 * have
	 */
	public void listener(ChangeListener ordered, ChangeListener counting, int afterCounts, ChangeListener ofElsewhere) {
		this.elsewhere = ofElsewhere;
		this.listener = ordered;
		this.counts = counting;
		this.afterCounts = afterCounts;
	}

	/**
	 * Sets the step before the listeners of a change of a task that the table does not
	 * have: this host may have claimed the task meanwhile, and then shows the change.
	 */
	void ofClaimed(Consumer<Change> step) {
		this.claimed = step;
	}

	Wakes wakes() {
		return this.wakes;
	}

	/** Calls the listeners; keeps a stored change if they are broken off. */
	void follow(Change change) {
		try {
			tell(change);
		}
		catch (Throwable ex) {
			if (change.stored()) {
				keep(change);
			}
			throw ex;
		}
	}

	/**
	 * Queues the session wake before the listeners are called, so that the wake is in the
	 * session when a wait for the end returns.
	 */
	void tell(Change change) {
		if (Commits.isDetached(change.task())) {
			change.wake(change.prepared());
			this.claimed.accept(change);
			this.elsewhere.changed(change);
		}
		else {
			queueWake(change);
			this.listener.changed(change);
		}
	}

	/**
	 * Calls the steps that count, for a stored change of a task that is not new; the
	 * caller goes on with {@link #follow}.
	 */
	void count(Change change) {
		queueWake(change);
		this.counts.changed(change);
		change.reaches(this.afterCounts);
	}

	private void queueWake(Change change) {
		WakeReason reason = change.outcome().wake();
		if (reason != null && change.wake() == null) {
			change.wake((change.prepared() != null) ? this.wakes.add(change.task(), change.prepared())
					: this.wakes.add(change.task(), change.after(), reason));
		}
	}

	/** Keeps a stored change until the next call of {@link #followAgain()}. */
	void keep(Change change) {
		Change newest;
		do {
			newest = this.brokenOff.get();
			change.next(newest);
		}
		while (!this.brokenOff.compareAndSet(newest, change));
		this.lost.forget(change);
	}

	/**
	 * Goes on with the listeners of changes that were broken off. A step that fails again
	 * is left out, so that it keeps no other step from its turn.
	 */
	public void followAgain() {
		this.lost.takeSeen().forEach(this::keep);
		Change change = this.brokenOff.getAndSet(null);
		while (change != null) {
			Change next = change.next();
			change.next(null);
			followAgain(change);
			change = next;
		}
	}

	private void followAgain(Change change) {
		int step = change.step();
		try {
			log.error("The consequences of a change of task {} of session {} to {} broke off and go on at step {}",
					change.after().id(), change.after().sessionId(), change.after().state(), step);
			tell(change);
			this.metrics.repaired(HostRepair.CHANGE);
		}
		catch (Throwable ex) {
			if (change.step() == step) {
				change.reaches(step + 1);
			}
			keep(change);
			log.error("Step {} of the consequences of a change of task {} of session {} failed again", step,
					change.after().id(), change.after().sessionId(), LogSafe.of(ex));
		}
	}

}
