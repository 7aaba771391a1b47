package io.github.taskhost.sample.monitors;

import java.time.Duration;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Asks an address again and again until it is cancelled, and reports each change of its
 * answer.
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
		Answer last = this.probe.ask(this.url);
		long changes = 0;
		for (long polls = 1;; polls++) {
			context.status(this.url.uri() + " answers " + last.status() + "; changes: " + changes);
			context.progress(Progress.of(polls, "polls"));
			context.sleep(this.every);
			Answer next = this.probe.ask(this.url);
			changes += next.equals(last) ? 0 : 1;
			last = next;
		}
	}

}
