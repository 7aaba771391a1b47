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

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * The ends of tasks and the number of live ones of the last 15 minutes, in steps of five
 * seconds, sampled from the statistics of the host by a thread of its own. A step without
 * a sample, since one failed or the machine was paused, has no ends; the next sample has
 * them. Thread-safe.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards {@code points}, {@code last} and
 * {@code failing}.
 */
public final class Throughput implements DisposableBean {

	/** The time between two samples. */
	static final Duration STEP = Duration.ofSeconds(5);

	/** The largest number of points. */
	static final int POINTS = 180;

	private static final Logger log = LoggerFactory.getLogger(Throughput.class);

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Point> points = new ArrayDeque<>();

	private final BackgroundTaskHost host;

	private final Clock clock;

	private final ScheduledExecutorService sampler;

	private @Nullable Point last;

	private boolean failing;

	/**
	 * Creates the samples, and starts their thread.
	 * @param host the host
	 * @param clock the clock
	 */
	public Throughput(BackgroundTaskHost host, Clock clock) {
		this(host, clock, Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "taskhost-console");
			thread.setDaemon(true);
			return thread;
		}), STEP);
	}

	Throughput(BackgroundTaskHost host, Clock clock, ScheduledExecutorService sampler, Duration every) {
		this(host, clock, sampler);
		ScheduledFuture<?> unused = sampler.scheduleAtFixedRate(this::sample, 0, every.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	Throughput(BackgroundTaskHost host, Clock clock, ScheduledExecutorService sampler) {
		this.host = host;
		this.clock = clock;
		this.sampler = sampler;
	}

	/**
	 * Adds a point: the ends since the last one. A failure is logged once, since an
	 * executor runs nothing again that has thrown an exception.
	 */
	void sample() {
		this.lock.lock();
		try {
			add(totals(this.host.statistics()));
			this.failing = false;
		}
		catch (RuntimeException ex) {
			if (!this.failing) {
				log.warn("The numbers of the console over time have a gap: the statistics of the host failed", ex);
			}
			this.failing = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(Point now) {
		Point before = this.last;
		this.last = now;
		if (before == null) {
			return;
		}
		long steps = Math.round((double) Duration.between(before.time, now.time).toMillis() / STEP.toMillis());
		for (long missing = Math.min(steps, POINTS) - 1; missing > 0; missing--) {
			keep(new Point(now.time, 0, 0, 0, before.live));
		}
		keep(now.since(before));
	}

	private void keep(Point point) {
		this.points.add(point);
		if (this.points.size() > POINTS) {
			this.points.remove();
		}
	}

	private Point totals(BackgroundTaskStatistics numbers) {
		return new Point(this.clock.instant(), ended(numbers, BackgroundTaskState.COMPLETED),
				ended(numbers, BackgroundTaskState.FAILED), ended(numbers, BackgroundTaskState.CANCELLED),
				numbers.live());
	}

	private static long ended(BackgroundTaskStatistics numbers, BackgroundTaskState state) {
		return numbers.kinds().stream().mapToLong((kind) -> numbers.ended(kind, state)).sum();
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
				: new Series((int) STEP.toSeconds(), now.getLast().time().minus(STEP.multipliedBy(now.size() - 1)),
						values(now, Point::completed), values(now, Point::failed), values(now, Point::cancelled),
						values(now, Point::live));
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

		/** The ends since another point; none if the counters have started again. */
		Point since(Point before) {
			return new Point(this.time, Math.max(0, this.completed - before.completed),
					Math.max(0, this.failed - before.failed), Math.max(0, this.cancelled - before.cancelled),
					this.live);
		}

	}

}
