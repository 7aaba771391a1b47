package io.github.taskhost.autoconfigure.pitfall;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostEventsAutoConfiguration;
import io.github.taskhost.autoconfigure.transaction.TaskhostTransactionAutoConfiguration;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for listeners of task events that surprise in Spring, and for their remedies.
 */
@Timeout(60)
class EventPitfallsTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostEventsAutoConfiguration.class));

	@Test
	void transactionalListenerIsNotCalledAndAListenerWithItsOwnTransactionIs() {
		this.contexts
			.withConfiguration(AutoConfigurations.of(TaskhostTransactionAutoConfiguration.class,
					DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withBean(Audit.class)
			.withPropertyValues("spring.datasource.generate-unique-name=true")
			.run((context) -> {
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				jdbc.execute("create table audit (task varchar(100), by_listener varchar(20))");
				spawnInATransaction(context);
				context.getBean(BackgroundTaskHost.class).awaitIdle(SOON);
				assertThat(jdbc.queryForList("select by_listener from audit", String.class))
					.containsExactlyInAnyOrder("fallback", "plain");
			});
	}

	private static void spawnInATransaction(ApplicationContext context) throws InterruptedException {
		BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
		TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
		BackgroundTaskHandle<String> task = transaction
			.execute((status) -> host.session("s1").spawn("import", (body) -> "done"));
		assertThat(task).isNotNull();
		task.await(SOON);
	}

	@Test
	void asynchronousMulticasterBreaksTheOrderAndAListenerOfTheHostKeepsIt() {
		this.contexts.withUserConfiguration(Multicaster.class)
			.withBean(Listeners.class)
			.withBean(HostListener.class)
			.run((context) -> {
				context.getBean(Overtaking.class).begin();
				context.getBean(BackgroundTaskHost.class).session("s1").spawn("import", (body) -> "done");
				Listeners listeners = context.getBean(Listeners.class);
				assertThat(listeners.springs.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
				assertThat(listeners.ofSpring).containsExactly("Completed", "Registered");
				assertThat(context.getBean(HostListener.class).events).containsExactly("Registered", "Completed");
			});
	}

	static class Audit {

		private final JdbcTemplate jdbc;

		Audit(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@TransactionalEventListener
		void transactional(BackgroundTaskEvent.Completed event) {
			insert(event, "transactional");
		}

		@TransactionalEventListener(fallbackExecution = true)
		void fallback(BackgroundTaskEvent.Completed event) {
			insert(event, "fallback");
		}

		@EventListener
		@Transactional
		public void plain(BackgroundTaskEvent.Completed event) {
			insert(event, "plain");
		}

		private void insert(BackgroundTaskEvent event, String listener) {
			this.jdbc.update("insert into audit values (?, ?)", event.record().id(), listener);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Multicaster {

		@Bean
		Overtaking overtaking() {
			return new Overtaking();
		}

		@Bean
		SimpleApplicationEventMulticaster applicationEventMulticaster(Overtaking executor) {
			SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
			multicaster.setTaskExecutor(executor);
			return multicaster;
		}

	}

	/** Runs a call after the next one, as two threads may do. */
	static final class Overtaking implements Executor {

		private final AtomicReference<@Nullable Runnable> overtaken = new AtomicReference<>();

		private final AtomicBoolean overtakes = new AtomicBoolean();

		void begin() {
			this.overtakes.set(true);
		}

		@Override
		public void execute(Runnable call) {
			if (this.overtakes.compareAndSet(true, false)) {
				this.overtaken.set(call);
				return;
			}
			call.run();
			Runnable late = this.overtaken.getAndSet(null);
			if (late != null) {
				late.run();
			}
		}

	}

	static class Listeners {

		private final List<String> ofSpring = new CopyOnWriteArrayList<>();

		private final CountDownLatch springs = new CountDownLatch(2);

		@EventListener
		void onEvent(BackgroundTaskEvent event) {
			this.ofSpring.add(event.getClass().getSimpleName());
			this.springs.countDown();
		}

	}

	static class HostListener implements BackgroundTaskListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		@Override
		public void onEvent(BackgroundTaskEvent event) {
			this.events.add(event.getClass().getSimpleName());
		}

	}

}
