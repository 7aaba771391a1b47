package io.github.taskhost.test.contract.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;

/**
 * A listener that records all events and lets a test wait for them. Thread-safe.
 */
public final class EventLog implements BackgroundTaskListener {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<BackgroundTaskEvent> events = new ArrayList<>();

	/** Creates an empty log. */
	public EventLog() {
		// the list is initialized above
	}

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		this.lock.lock();
		try {
			this.events.add(event);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the simple class names of the events of a task so far.
	 * @param taskId the id of the task
	 * @return the names, in the order of delivery
	 */
	public List<String> of(String taskId) {
		this.lock.lock();
		try {
			return this.events.stream()
				.filter((event) -> event.record().id().equals(taskId))
				.map((event) -> event.getClass().getSimpleName())
				.toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns all events so far.
	 * @return the events, in the order of delivery
	 */
	public List<BackgroundTaskEvent> all() {
		this.lock.lock();
		try {
			return List.copyOf(this.events);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for an event, for 30 seconds at most. Fails the test when the event does not
	 * come.
	 * @param <E> the type of the event
	 * @param type the type of the event
	 * @param taskId the id of its task
	 * @return the first such event
	 * @throws InterruptedException if the thread is interrupted
	 */
	public <E extends BackgroundTaskEvent> E await(Class<E> type, String taskId) throws InterruptedException {
		return type.cast(await((event) -> type.isInstance(event) && event.record().id().equals(taskId)));
	}

	/**
	 * Waits for a number of events of a type, for 30 seconds at most.
	 * @param <E> the type of the events
	 * @param type the type of the events
	 * @param count the number of events
	 * @return the events so far; fewer than {@code count} after a timeout
	 * @throws InterruptedException if the thread is interrupted
	 */
	public <E extends BackgroundTaskEvent> List<E> awaitCount(Class<E> type, int count) throws InterruptedException {
		long left = TimeUnit.SECONDS.toNanos(30);
		this.lock.lockInterruptibly();
		try {
			while (this.events.stream().filter(type::isInstance).count() < count && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return this.events.stream().filter(type::isInstance).map(type::cast).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	private BackgroundTaskEvent await(Predicate<BackgroundTaskEvent> wanted) throws InterruptedException {
		long left = TimeUnit.SECONDS.toNanos(30);
		this.lock.lockInterruptibly();
		try {
			while (this.events.stream().noneMatch(wanted) && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return this.events.stream()
				.filter(wanted)
				.findFirst()
				.orElseThrow(() -> new AssertionError("The event did not come. Events so far: " + this.events));
		}
		finally {
			this.lock.unlock();
		}
	}

}
