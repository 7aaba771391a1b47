package io.github.taskhost.sample.monitors;

import java.time.Duration;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Polls a URL until the task is cancelled, and reports changes of the response.
 */
final class Monitor implements BackgroundTask<@Nullable Void> {

	private final HttpProbe probe;

	private final LoopbackUrl url;

	private final Duration every;

	Monitor(HttpProbe probe, LoopbackUrl url, Duration every) {
		this.probe = probe;
		this.url = url;
		this.every = every;
	}

	@Override
	public @Nullable Void run(BackgroundTaskContext context) throws InterruptedException {
		ProbeResult last = this.probe.check(this.url);
		long changes = 0;
		for (long polls = 1;; polls++) {
			context.status(this.url.uri() + ": " + last.status() + "; changes: " + changes);
			context.progress(Progress.of(polls, "polls"));
			context.sleep(this.every);
			ProbeResult next = this.probe.check(this.url);
			changes += next.equals(last) ? 0 : 1;
			last = next;
		}
	}

}
