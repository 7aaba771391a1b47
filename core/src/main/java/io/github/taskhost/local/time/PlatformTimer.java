package io.github.taskhost.local.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.spi.TaskTimer;

/**
 * A timer on one platform thread, which ends after ten seconds without a scheduled
 * action.
 */
public final class PlatformTimer implements TaskTimer {

	private volatile ScheduledThreadPoolExecutor executor = newExecutor();

	private static ScheduledThreadPoolExecutor newExecutor() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
				Thread.ofPlatform().daemon().name("taskhost-timer").factory(), new ThreadPoolExecutor.DiscardPolicy());
		executor.setRemoveOnCancelPolicy(true);
		executor.setKeepAliveTime(10, TimeUnit.SECONDS);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	@Override
	public Scheduled schedule(Runnable action, Duration delay) {
		Future<?> future = this.executor.schedule(action, Nanos.of(delay), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	@Override
	public void start() {
		if (this.executor.isShutdown()) {
			this.executor = newExecutor();
		}
	}

	@Override
	public void stop() {
		this.executor.shutdownNow();
	}

}
