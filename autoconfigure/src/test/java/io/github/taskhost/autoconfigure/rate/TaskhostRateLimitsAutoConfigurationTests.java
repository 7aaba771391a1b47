package io.github.taskhost.autoconfigure.rate;

import io.github.bucket4j.Bucket;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.metrics.TaskhostMetricsAutoConfiguration;
import io.github.taskhost.kind.InvalidKindOptionException;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostRateLimitsAutoConfiguration}.
 */
class TaskhostRateLimitsAutoConfigurationTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class,
				TaskhostRateLimitsAutoConfiguration.class, TaskhostMetricsAutoConfiguration.class,
				MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class))
		.withPropertyValues("taskhost.kinds.mail.rate-limit=1/h");

	private static BackgroundTaskHandle<@Nullable Object> spawn(TaskSession session) {
		return session.spawn(BackgroundTaskRegistration.ofKind("mail").build(), (context) -> null);
	}

	@Test
	void tasksWaitForThePermitsOfTheirKind() {
		this.contexts.run((context) -> {
			TaskSession session = context.getBean(BackgroundTaskHost.class).session("chat-42");
			assertThat(spawn(session).record().startedAt()).isNotNull();
			BackgroundTaskHandle<@Nullable Object> second = spawn(session);
			assertThat(second.record().state()).isEqualTo(BackgroundTaskState.PENDING);
			assertThat(second.record().status())
				.startsWith("Waits for the rate limit of kind 'mail' (1/h); starts in about ");
			assertThat(context.getBean(MeterRegistry.class)
				.get("taskhost.ratelimit.waiting")
				.tag("kind", "mail")
				.gauge()
				.value()).isOne();
		});
	}

	@Test
	void limitIsRefusedWithoutBucket4j() {
		this.contexts.withClassLoader(new FilteredClassLoader(Bucket.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidKindOptionException.class)
				.hasMessageContaining("no rate limiter"));
	}

	@Test
	void applicationMayHaveLimiters() {
		RateLimiters own = (limit, nanoTime, news) -> new BucketLimiter(limit, nanoTime);
		this.contexts.withBean(RateLimiters.class, () -> own)
			.run((context) -> assertThat(context).getBean(RateLimiters.class).isSameAs(own));
	}

}
