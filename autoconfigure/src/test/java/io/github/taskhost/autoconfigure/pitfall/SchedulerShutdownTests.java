package io.github.taskhost.autoconfigure.pitfall;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostShutdownAutoConfiguration;
import io.github.taskhost.error.TaskCancelledException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the scheduler and the executor of Spring in bodies that wind down while the
 * context closes.
 */
@Timeout(60)
class SchedulerShutdownTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostShutdownAutoConfiguration.class,
						TaskSchedulingAutoConfiguration.class, TaskExecutionAutoConfiguration.class))
		.withUserConfiguration(Scheduling.class);

	private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

	@Test
	void schedulerRefusesWhileBodiesWindDown() {
		this.contexts.run(this::closeWithABody);
		assertThat(this.outcome.get()).isInstanceOf(TaskRejectedException.class);
	}

	@Test
	void schedulerThatAcceptsTasksAfterTheCloseServesBodies() {
		this.contexts
			.withBean(ThreadPoolTaskSchedulerCustomizer.class,
					() -> (scheduler) -> scheduler.setAcceptTasksAfterContextClose(true))
			.run(this::closeWithABody);
		assertThat(this.outcome.get()).isEqualTo("the work ran");
	}

	/** The scheduler for virtual threads has no such setting. */
	@Test
	void schedulerWithThreadsReplacesTheOneForVirtualThreads() {
		ApplicationContextRunner virtual = this.contexts.withPropertyValues("spring.threads.virtual.enabled=true");
		virtual.run(this::closeWithABody);
		assertThat(this.outcome.getAndSet(null)).isInstanceOf(TaskRejectedException.class);
		virtual.withUserConfiguration(WithThreads.class).run(this::closeWithABody);
		assertThat(this.outcome.get()).isEqualTo("the work ran");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void executorAcceptsTasksAnyway(boolean virtual) {
		this.contexts.withPropertyValues("spring.threads.virtual.enabled=" + virtual)
			.run(this::closeWithABodyThatExecutes);
		assertThat(this.outcome.get()).isEqualTo("the work ran");
	}

	private void closeWithABody(ConfigurableApplicationContext context) throws InterruptedException {
		TaskScheduler scheduler = context.getBean(TaskScheduler.class);
		close(context, (work) -> scheduler.schedule(work, Instant.now()));
	}

	private void closeWithABodyThatExecutes(ConfigurableApplicationContext context) throws InterruptedException {
		close(context, context.getBean("applicationTaskExecutor", Executor.class));
	}

	/**
	 * Closes a context with a body that gives work to an executor when it is cancelled.
	 */
	private void close(ConfigurableApplicationContext context, Executor executor) throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		context.getBean(BackgroundTaskHost.class).session("s1").spawn("cleaning", (body) -> {
			running.countDown();
			try {
				body.sleep(Duration.ofHours(1));
			}
			catch (TaskCancelledException ex) {
				this.outcome.set(execute(executor));
			}
			return "done";
		});
		running.await();
		context.close();
	}

	private static Object execute(Executor executor) throws InterruptedException {
		CountDownLatch ran = new CountDownLatch(1);
		try {
			executor.execute(ran::countDown);
			ran.await();
			return "the work ran";
		}
		catch (TaskRejectedException ex) {
			return ex;
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class WithThreads {

		@Bean
		ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
			ThreadPoolTaskScheduler scheduler = builder.build();
			scheduler.setAcceptTasksAfterContextClose(true);
			return scheduler;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

}
