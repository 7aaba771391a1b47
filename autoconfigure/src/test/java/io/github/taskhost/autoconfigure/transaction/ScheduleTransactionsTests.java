package io.github.taskhost.autoconfigure.transaction;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for schedules of a host without a database in Spring transactions.
 */
@Timeout(60)
class ScheduleTransactionsTests {

	private static final Schedule DAILY = Schedule.every(Duration.ofDays(1));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostTransactionAutoConfiguration.class,
						DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
		.withBean(BackgroundTaskHandler.class, Quick::new)
		.withPropertyValues("spring.datasource.generate-unique-name=true");

	private void inRollback(Consumer<TaskSession> before, Consumer<TaskSession> action, Consumer<TaskSession> check) {
		this.contextRunner.run((context) -> {
			TaskSession session = context.getBean(BackgroundTaskHost.class).session("s1");
			before.accept(session);
			new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> {
					action.accept(session);
					check.accept(session);
					status.setRollbackOnly();
				});
			check.accept(session);
		});
	}

	private static void create(TaskSession session) {
		session.schedule("daily", DAILY, TaskRequest.of("quick"));
	}

	@Test
	void createdScheduleTakesEffectAtOnceAndSurvivesARollback() {
		inRollback((session) -> {
		}, ScheduleTransactionsTests::create, (session) -> assertThat(session.schedules().list()).singleElement()
			.returns(DAILY, ScheduleRecord::schedule));
	}

	@Test
	void pausedScheduleTakesEffectAtOnceAndSurvivesARollback() {
		inRollback(ScheduleTransactionsTests::create, (session) -> session.schedules().pause("daily"),
				(session) -> assertThat(session.schedules().list()).singleElement()
					.returns(ScheduleState.PAUSED, ScheduleRecord::state));
	}

	@Test
	void removedScheduleTakesEffectAtOnceAndSurvivesARollback() {
		inRollback(ScheduleTransactionsTests::create, (session) -> session.schedules().remove("daily"),
				(session) -> assertThat(session.schedules().list()).isEmpty());
	}

	private static final class Quick implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "quick";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return null;
		}

	}

}
