package io.github.taskhost.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.github.taskhost.spi.TaskTimer;
import org.jspecify.annotations.Nullable;

/**
 * A timer whose monotonic clock a test advances, together with a {@link SettableClock}.
 * Moving that clock alone is a step of the wall clock, which changes no delay. Due
 * actions run on the thread that advances the time, in the order of their times.
 * Thread-safe.
 */
public final class ManualTimer implements TaskTimer {

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private final SettableClock clock;

	/** The longest wait, in the time of the system. */
	private final Duration patience;

	/** The time by the monotonic clock since the timer was created. */
	private final AtomicReference<Duration> elapsed = new AtomicReference<>(Duration.ZERO);

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final List<Duration> delays = new ArrayList<>();

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::due));

	/**
	 * Creates a timer.
	 * @param clock the wall clock that advances with the timer
	 */
	public ManualTimer(SettableClock clock) {
		this(clock, Duration.ofSeconds(30));
	}

	ManualTimer(SettableClock clock, Duration patience) {
		this.clock = clock;
		this.patience = patience;
	}

	@Override
	public Scheduled schedule(Runnable action, Duration delay) {
		Alarm alarm = new Alarm(in(delay), action);
		this.lock.lock();
		try {
			this.alarms.add(alarm);
			this.delays.add(delay);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (isDue(alarm)) {
			runDue(); // also if another thread has advanced the time since the alarm was
						// made
		}
		return () -> cancel(alarm);
	}

	private Duration in(Duration delay) {
		return this.elapsed.get().plus((delay.compareTo(LONGEST) < 0) ? delay : LONGEST);
	}

	private void cancel(Alarm alarm) {
		this.lock.lock();
		try {
			this.alarms.removeIf((other) -> other == alarm);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Advances both clocks and runs the due actions in the order of their times.
	 * @param duration the duration to advance by
	 */
	public void advance(Duration duration) {
		this.clock.advance(duration);
		this.elapsed.updateAndGet((time) -> time.plus(duration));
		runDue();
	}

	private void runDue() {
		for (Alarm alarm = takeDue(); alarm != null; alarm = takeDue()) {
			alarm.action().run();
		}
	}

	private boolean isDue(Alarm alarm) {
		return alarm.due().compareTo(this.elapsed.get()) <= 0;
	}

	private @Nullable Alarm takeDue() {
		this.lock.lock();
		try {
			Alarm first = this.alarms.peek();
			return (first != null && isDue(first)) ? this.alarms.poll() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until an action is pending that is due exactly this delay from now. Tests
	 * wait this way for the code under test to set its timer.
	 * @param delay the delay
	 * @throws AssertionError if there are none after 30 seconds; it shows the delays of
	 * the pending actions
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitScheduled(Duration delay) throws InterruptedException {
		awaitScheduled(delay, 1);
	}

	/**
	 * Waits until several actions are pending that are due exactly this delay from now.
	 * @param delay the delay
	 * @param count the number of actions
	 * @throws AssertionError if there are none after 30 seconds; it shows the delays of
	 * the pending actions
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitScheduled(Duration delay, int count) throws InterruptedException {
		await(() -> countDue(in(delay)) >= count, "due in " + delay);
	}

	/** Waits for a condition about the pending actions. */
	private void await(BooleanSupplier condition, String expectation) throws InterruptedException {
		long left = this.patience.toNanos();
		this.lock.lockInterruptibly();
		try {
			while (!condition.getAsBoolean()) {
				if (left <= 0) {
					throw new AssertionError("No action was " + expectation + " within " + this.patience.toSeconds()
							+ " s. Pending actions are due in " + pending() + ".");
				}
				left = this.changed.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<Duration> pending() {
		return this.alarms.stream().map(this::left).sorted().limit(20).toList();
	}

	private Duration left(Alarm alarm) {
		return alarm.due().minus(this.elapsed.get());
	}

	/**
	 * Waits until an action is pending that is due within a range of delays.
	 * @param from the shortest delay from now
	 * @param to the longest delay from now
	 * @return the delay from now of the first such action
	 * @throws AssertionError if there is none after 30 seconds; it shows the delays of
	 * the pending actions
	 * @throws InterruptedException if the thread is interrupted
	 */
	public Duration awaitScheduled(Duration from, Duration to) throws InterruptedException {
		AtomicReference<Duration> first = new AtomicReference<>(from);
		await(() -> {
			Optional<Duration> found = firstDue(from, to);
			found.ifPresent(first::set);
			return found.isPresent();
		}, "due in " + from + " to " + to);
		return first.get();
	}

	private Optional<Duration> firstDue(Duration from, Duration to) {
		return this.alarms.stream()
			.map(this::left)
			.filter((left) -> left.compareTo(from) >= 0 && left.compareTo(to) <= 0)
			.sorted()
			.findFirst();
	}

	/**
	 * Returns whether an action is pending that is due exactly this delay from now.
	 * @param delay the delay
	 * @return {@code true} if there is such an action
	 */
	public boolean isScheduled(Duration delay) {
		return countScheduled(delay) > 0;
	}

	/**
	 * Returns the number of pending actions that are due exactly this delay from now.
	 * @param delay the delay
	 * @return the number of actions
	 */
	public int countScheduled(Duration delay) {
		this.lock.lock();
		try {
			return (int) countDue(in(delay));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the number of actions that were ever scheduled with exactly this delay,
	 * including cancelled and completed actions.
	 * @param delay the delay
	 * @return the number of actions
	 */
	public int timesScheduled(Duration delay) {
		this.lock.lock();
		try {
			return (int) this.delays.stream().filter(delay::equals).count();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until a number of actions were scheduled with exactly a delay, including
	 * cancelled and completed actions.
	 * @param delay the delay
	 * @param count the number of actions since the timer was created
	 * @throws AssertionError if there are none after 30 seconds; it shows the delays of
	 * the pending actions
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void awaitTimesScheduled(Duration delay, int count) throws InterruptedException {
		await(() -> timesScheduled(delay) >= count, "scheduled with a delay of " + delay + " for time " + count);
	}

	private long countDue(Duration time) {
		return this.alarms.stream().filter((alarm) -> alarm.due().equals(time)).count();
	}

	@Override
	public long nanoTime() {
		return this.elapsed.get().toNanos();
	}

	@Override
	public void start() {
		// the timer needs no start
	}

	@Override
	public void stop() {
		this.lock.lock();
		try {
			this.alarms.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Alarm(Duration due, Runnable action) {
	}

}
