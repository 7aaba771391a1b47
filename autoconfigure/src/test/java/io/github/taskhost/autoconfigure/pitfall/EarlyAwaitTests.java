package io.github.taskhost.autoconfigure.pitfall;

import java.time.Duration;
import java.util.Objects;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskState;
import jakarta.annotation.PostConstruct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a bean that waits in its own initialization for a kind of its own.
 */
@Timeout(60)
class EarlyAwaitTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostCodecAutoConfiguration.class,
				TaskhostKindAutoConfiguration.class));

	/** The body needs the bean, and the bean waits for the body. */
	@Test
	void waitInPostConstructEndsWithItsTimeout() {
		this.contexts.withUserConfiguration(Waiting.class).run((context) -> {
			Cache cache = context.getBean(Cache.class);
			assertThat(cache.failure).isInstanceOf(TaskAwaitTimeoutException.class);
			BackgroundTaskHandle<?> task = Objects.requireNonNull(cache.task);
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		});
	}

	@Test
	void waitAfterTheSingletonsExistReturns() {
		this.contexts.withUserConfiguration(Later.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Cache.class).filled).isTrue();
		});
	}

	static class Cache {

		private final BackgroundTaskHost host;

		private volatile boolean filled;

		private @Nullable BackgroundTaskHandle<?> task;

		private @Nullable Exception failure;

		Cache(BackgroundTaskHost host) {
			this.host = host;
		}

		@BackgroundTaskKind("fill")
		void fill(BackgroundTaskContext context) {
			context.status("filling");
			this.filled = true;
		}

		void fillAndWait(Duration timeout) {
			this.task = this.host.session("cache").submit(TaskRequest.of("fill"));
			try {
				this.task.await(timeout);
			}
			catch (TaskAwaitTimeoutException | InterruptedException ex) {
				this.failure = ex;
			}
		}

	}

	static class WaitingCache extends Cache {

		WaitingCache(BackgroundTaskHost host) {
			super(host);
		}

		@PostConstruct
		void initialize() {
			fillAndWait(Duration.ofMillis(100));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Waiting {

		@Bean
		WaitingCache cache(BackgroundTaskHost host) {
			return new WaitingCache(host);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Later {

		@Bean
		Cache cache(BackgroundTaskHost host) {
			return new Cache(host);
		}

		@Bean
		SmartInitializingSingleton filling(Cache cache) {
			return () -> cache.fillAndWait(SOON);
		}

	}

}
