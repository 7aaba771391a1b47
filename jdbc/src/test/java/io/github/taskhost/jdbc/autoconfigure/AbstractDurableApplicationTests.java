package io.github.taskhost.jdbc.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * An application with the auto-configured durable host, from its start over its end to
 * its next start.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class AbstractDurableApplicationTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	/** The URL of a database that outlives the context; the same in each call. */
	abstract String url();

	private ConfigurableApplicationContext start() {
		return start(Application.class);
	}

	private ConfigurableApplicationContext start(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.run("--spring.datasource.url=" + url(), "--spring.jmx.enabled=false",
					"--taskhost.durable.initialize-schema=always", "--taskhost.shutdown.grace-period=100ms",
					"--spring.main.banner-mode=off");
	}

	private static TaskSession session(ConfigurableApplicationContext context) {
		return context.getBean(BackgroundTaskHost.class).session("alice");
	}

	@Test
	void tasksGoOnAfterTheNextStart(CapturedOutput output) throws InterruptedException {
		String copy;
		String question;
		try (ConfigurableApplicationContext first = start()) {
			copy = session(first).submit(TaskRequest.of("copy")).id();
			question = session(first).submit(TaskRequest.of("ask")).id();
			assertThat(first.getBean(Work.class).half.await(20, TimeUnit.SECONDS)).isTrue();
			awaitState(session(first), question, BackgroundTaskState.WAITING);
		}
		assertThat(output).doesNotContain("The host stopped without a wait", "did not end in time");
		try (ConfigurableApplicationContext second = start()) {
			BackgroundTaskRecord copied = awaitState(session(second), copy, BackgroundTaskState.COMPLETED);
			assertThat(copied.attempt()).isEqualTo(2);
			assertThat(String.valueOf(copied.result())).contains("from 5, prepared by attempt 1");
			awaitState(session(second), question, BackgroundTaskState.WAITING);
			session(second).task(question).answer("go-live", "yes");
			BackgroundTaskRecord answered = awaitState(session(second), question, BackgroundTaskState.COMPLETED);
			assertThat(String.valueOf(answered.result())).contains("answered yes");
		}
		try (ConfigurableApplicationContext third = start()) {
			assertThat(session(third).task(copy).record().state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	/** Polls, since the task may still wait for its recovery. */
	private static BackgroundTaskRecord awaitState(TaskSession session, String id, BackgroundTaskState state) {
		return Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> session.task(id).record(), (record) -> record.state() == state);
	}

	@Test
	void tasksThatOnlyTheDatabaseHasAreCounted() {
		String question;
		try (ConfigurableApplicationContext first = start()) {
			question = session(first).submit(TaskRequest.of("ask")).id();
			awaitState(session(first), question, BackgroundTaskState.WAITING);
		}
		try (ConfigurableApplicationContext second = start(WithoutWork.class)) {
			LocalBackgroundTaskHost host = second.getBean(LocalBackgroundTaskHost.class);
			assertThat(host.statistics().live()).isZero();
			Awaitility.await()
				.atMost(LIMIT)
				.until(host::storedCounts, (counts) -> counts.isPresent() && counts.get().byKind().containsKey("ask"));
			assertThat(session(second).cancelAll("enough")).extracting(BackgroundTaskRecord::id)
				.containsExactly(question);
		}
	}

	@Test
	void taskExistsIfItsTransactionCommits() throws InterruptedException {
		try (ConfigurableApplicationContext context = start()) {
			Orders orders = context.getBean(Orders.class);
			assertThatIllegalStateException().isThrownBy(() -> orders.place("note", "rolled-back", true));
			orders.place("note", "committed", false);
			assertThat(session(context).task("committed").await(LIMIT).state())
				.isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(session(context).list()).extracting(BackgroundTaskRecord::id).doesNotContain("rolled-back");
		}
	}

	@Test
	void taskOfAnOpenTransactionHasAHistory() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.getBean(Orders.class).historyOf("note")).extracting(TaskHistory.Entry::state)
				.containsExactly(BackgroundTaskState.PENDING);
		}
	}

	@Test
	void taskInMemoryFollowsItsTransaction() throws InterruptedException {
		try (ConfigurableApplicationContext context = start()) {
			Orders orders = context.getBean(Orders.class);
			assertThatIllegalStateException().isThrownBy(() -> orders.place("unstored", "unstored-1", true));
			orders.place("unstored", "unstored-2", false);
			BackgroundTaskRecord end = session(context).task("unstored-2").await(LIMIT);
			assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(end.onNodeLoss()).isNull();
			assertThat(session(context).list()).extracting(BackgroundTaskRecord::id)
				.contains("unstored-2")
				.doesNotContain("unstored-1");
			assertThat(context.getBean(TaskJournal.class).find(end.uid())).isNull();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class })
	static class Application {

		@Bean
		Work work() {
			return new Work();
		}

		@Bean
		Orders orders(BackgroundTaskHost host, PlatformTransactionManager transactions) {
			return new Orders(host);
		}

	}

	/** An application without kinds. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { FlywayAutoConfiguration.class, LiquibaseAutoConfiguration.class })
	static class WithoutWork {

	}

	static class Orders {

		private final BackgroundTaskHost host;

		Orders(BackgroundTaskHost host) {
			this.host = host;
		}

		@Transactional
		public void place(String kind, String id, boolean fails) {
			assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
			this.host.session("alice").submit(TaskRequest.of(BackgroundTaskRegistration.ofKind(kind).id(id).build()));
			if (fails) {
				throw new IllegalStateException("no stock");
			}
		}

		/** The history of a task before the transaction commits. */
		@Transactional
		public List<TaskHistory.Entry> historyOf(String kind) {
			UUID uid = this.host.session("alice")
				.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind(kind).build()))
				.uid();
			return this.host.history(uid).orElseThrow().entries();
		}

	}

}
