package io.github.taskhost.console.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * The ends of tasks and the number of live ones of the last 15 minutes, in steps of five
 * seconds, sampled from the statistics of the host by a thread of its own. Thread-safe.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards {@code points} and {@code last}.
 */
public final class Throughput implements DisposableBean {

	/** The time between two samples. */
	static final Duration STEP = Duration.ofSeconds(5);

	/** The largest number of points. */
	static final int POINTS = 180;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Point> points = new ArrayDeque<>();

	private final BackgroundTaskStatistics statistics;

	private final Clock clock;

	private final ScheduledExecutorService sampler;

	private Point last;

	/**
	 * Creates the samples, and starts their thread.
	 * @param statistics the statistics of the host
	 * @param clock the clock
	 */
	public Throughput(BackgroundTaskStatistics statistics, Clock clock) {
		this(statistics, clock, Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "taskhost-console");
			thread.setDaemon(true);
			return thread;
		}));
		ScheduledFuture<?> unused = this.sampler.scheduleAtFixedRate(this::sample, STEP.toMillis(), STEP.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	Throughput(BackgroundTaskStatistics statistics, Clock clock, ScheduledExecutorService sampler) {
		this.statistics = statistics;
		this.clock = clock;
		this.sampler = sampler;
		this.last = totals();
	}

	/** Adds a point: the ends since the last one. */
	void sample() {
		Point now = totals();
		this.lock.lock();
		try {
			this.points.add(now.since(this.last));
			this.last = now;
			if (this.points.size() > POINTS) {
				this.points.remove();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private Point totals() {
		return new Point(this.clock.instant(), ended(BackgroundTaskState.COMPLETED), ended(BackgroundTaskState.FAILED),
				ended(BackgroundTaskState.CANCELLED), this.statistics.live());
	}

	private long ended(BackgroundTaskState state) {
		return this.statistics.kinds().stream().mapToLong((kind) -> this.statistics.ended(kind, state)).sum();
	}

	/**
	 * Returns the points.
	 * @return the series, or {@code null} while there is no point
	 */
	public @Nullable Series series() {
		List<Point> now;
		this.lock.lock();
		try {
			now = List.copyOf(this.points);
		}
		finally {
			this.lock.unlock();
		}
		return now.isEmpty() ? null
				: new Series((int) STEP.toSeconds(), now.getFirst().time(), values(now, Point::completed),
						values(now, Point::failed), values(now, Point::cancelled), values(now, Point::live));
	}

	private static List<Long> values(List<Point> points, ToLongFunction<Point> value) {
		return points.stream().map(value::applyAsLong).toList();
	}

	@Override
	public void destroy() {
		this.sampler.shutdownNow();
	}

	/**
	 * Numbers of tasks over time, oldest first.
	 *
	 * @param step the seconds between two numbers
	 * @param start the time of the first numbers
	 * @param completed the tasks that completed in each step
	 * @param failed the tasks that failed in each step
	 * @param cancelled the tasks that were cancelled in each step
	 * @param live the live tasks at the end of each step
	 */
	public record Series(int step, Instant start, List<Long> completed, List<Long> failed, List<Long> cancelled,
			List<Long> live) {
	}

	private record Point(Instant time, long completed, long failed, long cancelled, long live) {

		Point since(Point before) {
			return new Point(this.time, this.completed - before.completed, this.failed - before.failed,
					this.cancelled - before.cancelled, this.live);
		}

	}

}
