package io.github.taskhost.test.contract.lifecycle;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;

/** Base class of the suites about retries of bodies. */
abstract class AbstractRetriesContract extends AbstractHostContract {

	/** Differs from all other durations of the tests. */
	static final Duration FIRST = Duration.ofSeconds(101);

	static final Duration SECOND = FIRST.multipliedBy(3);

	static final TaskRetryPolicy POLICY = TaskRetryPolicy.ofMaxAttempts(3)
		.withBackoff(FIRST, 3, Duration.ofSeconds(350))
		.withJitter(0);

	final AtomicInteger runs = new AtomicInteger();

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withLimits((limits) -> limits.withAttempts(2))
			.withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1), "stubborn",
					KindOptions.NONE.withRetry(POLICY.withMaxAttempts(2))));
	}

	static BackgroundTaskRegistration retried(String id) {
		return builder(id).retry(POLICY).build();
	}

	/**
	 * A body that fails the given number of times, then returns the number of the run.
	 */
	BackgroundTask<Integer> failing(int times) {
		return failing(times, new IOException("the line is dead"));
	}

	BackgroundTask<Integer> failing(int times, Exception failure) {
		return (context) -> {
			int run = this.runs.incrementAndGet();
			if (run <= times) {
				throw failure;
			}
			return run;
		};
	}

	void next(Duration delay) throws InterruptedException {
		this.timer.awaitScheduled(delay);
		this.timer.advance(delay);
	}

}
