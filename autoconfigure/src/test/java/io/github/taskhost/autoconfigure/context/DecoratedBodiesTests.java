package io.github.taskhost.autoconfigure.context;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DecoratedBodies}.
 */
@Timeout(60)
class DecoratedBodiesTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostDecoratorAutoConfiguration.class, TaskhostAutoConfiguration.class));

	@Test
	void bodyRunsInsideTheDecoratorsInTheirOrder() {
		this.contexts.withUserConfiguration(Decorators.class).run((context) -> {
			TENANT.set("acme");
			BackgroundTaskHandle<String> task;
			try {
				task = context.getBean(BackgroundTaskHost.class)
					.session("chat-42")
					.spawn("import", (body) -> "for " + TENANT.get());
			}
			finally {
				TENANT.remove();
			}
			task.await(SOON);
			assertThat(task.result()).isEqualTo("for acme");
			assertThat(context.getBean(Decorators.class).calls).containsExactly("outer in", "inner in", "inner out",
					"outer out");
		});
	}

	@Test
	void exceptionOfTheBodyPassesTheDecorators() {
		this.contexts.withUserConfiguration(Decorators.class).run((context) -> {
			BackgroundTaskHandle<String> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> {
					throw new UnsupportedOperationException("no");
				});
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(task.failure()).get().isInstanceOf(UnsupportedOperationException.class);
		});
	}

	@Test
	void decoratorThatDoesNotRunTheBodyFailsIt() {
		this.contexts.withBean(TaskDecorator.class, () -> (runnable) -> () -> {
		}).run((context) -> {
			BackgroundTaskHandle<String> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> "done");
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(task.failure()).get().asString().contains("did not run the body");
		});
	}

	@Test
	void hiddenWorkIsNotDecorated() {
		this.contexts.withUserConfiguration(Decorators.class).run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			host.spawnHidden("chat-42", "hidden", () -> context.getBean(Decorators.class).calls.add("hidden"));
			host.awaitHidden("chat-42", SOON);
			assertThat(context.getBean(Decorators.class).calls).containsExactly("hidden");
		});
	}

	@Test
	void backsOffWithoutDecorators() {
		this.contexts.run((context) -> assertThat(context).doesNotHaveBean(DecoratedBodies.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Decorators {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		@Bean
		@Order(1)
		TaskDecorator inner() {
			return noting("inner");
		}

		@Bean
		@Order(2)
		TaskDecorator outer() {
			return noting("outer");
		}

		private TaskDecorator noting(String name) {
			return (runnable) -> {
				String tenant = TENANT.get();
				return () -> {
					this.calls.add(name + " in");
					TENANT.set(tenant);
					try {
						runnable.run();
					}
					finally {
						TENANT.remove();
						this.calls.add(name + " out");
					}
				};
			};
		}

	}

}
