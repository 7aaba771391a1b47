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
 * Keeps the events that a host tells of, and lets a test wait for one. Safe for use by
 * many threads.
 */
public final class EventLog implements BackgroundTaskListener {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<BackgroundTaskEvent> events = new ArrayList<>();

	/** Makes an empty log. */
	public EventLog() {
		// nothing was told yet
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
	 * The events of a task so far, as the names of their types.
	 * @param taskId the task
	 * @return the names, in the order in which they were told
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
	 * All events so far.
	 * @return the events, in the order in which they were told
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
	 * Waits for an event.
	 * @param <E> its type
	 * @param type its type
	 * @param taskId its task
	 * @return the event
	 * @throws InterruptedException if the thread is interrupted
	 */
	public <E extends BackgroundTaskEvent> E await(Class<E> type, String taskId) throws InterruptedException {
		return type.cast(await((event) -> type.isInstance(event) && event.record().id().equals(taskId)));
	}

	/**
	 * Waits until there are so many events of a type.
	 * @param <E> the type
	 * @param type the type
	 * @param count how many
	 * @return those that there are
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
				.orElseThrow(() -> new AssertionError("The event did not come; there are " + this.events));
		}
		finally {
			this.lock.unlock();
		}
	}

}
