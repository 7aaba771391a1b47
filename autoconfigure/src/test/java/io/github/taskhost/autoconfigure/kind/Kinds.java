package io.github.taskhost.autoconfigure.kind;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.autoconfigure.rate.TaskhostRateLimitsAutoConfiguration;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * Contexts with a host, and tasks of their kinds.
 */
final class Kinds {

	private static final Duration SOON = Duration.ofSeconds(30);

	private Kinds() {
	}

	static ApplicationContextRunner contexts() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostCodecAutoConfiguration.class,
						TaskhostKindAutoConfiguration.class, TaskhostRateLimitsAutoConfiguration.class));
	}

	static BackgroundTaskRecord run(ApplicationContext context, String kind) throws InterruptedException {
		return run(context, TaskRequest.of(kind));
	}

	static BackgroundTaskRecord run(ApplicationContext context, String kind, Object input) throws InterruptedException {
		return run(context, TaskRequest.of(kind).input(input));
	}

	private static BackgroundTaskRecord run(ApplicationContext context, TaskRequest request)
			throws InterruptedException {
		return context.getBean(BackgroundTaskHost.class).session("chat-42").submit(request).await(SOON);
	}

	static @Nullable String result(ApplicationContext context, String kind, Object input) throws InterruptedException {
		return result(run(context, kind, input));
	}

	static @Nullable String result(BackgroundTaskRecord record) {
		TaskResult result = record.result();
		return (result != null) ? String.valueOf(result.value()) : null;
	}

	static Throwable failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		if (failure == null) {
			throw new AssertionError("the context started");
		}
		return failure;
	}

	static FailureAnalysis analyze(AssertableApplicationContext context) {
		FailureAnalysis analysis = new InvalidKindMethodFailureAnalyzer().analyze(failure(context));
		if (analysis == null) {
			throw new AssertionError("another failure", failure(context));
		}
		return analysis;
	}

	/** Defines the kind {@code count}, which counts the calls of the bean. */
	static class Counter {

		private final AtomicInteger runs = new AtomicInteger();

		@BackgroundTaskKind("count")
		Object count(BackgroundTaskContext context) {
			return this.runs.incrementAndGet();
		}

	}

}
