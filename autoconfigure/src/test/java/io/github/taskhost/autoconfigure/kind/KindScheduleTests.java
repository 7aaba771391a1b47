package io.github.taskhost.autoconfigure.kind;

import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.schedule.TaskhostScheduleAutoConfiguration;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.TestTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the schedules of {@link BackgroundTaskKind}.
 */
class KindScheduleTests {

	private final TestTime time = new TestTime();

	private final ApplicationContextRunner contexts = Kinds.contexts()
		.withConfiguration(AutoConfigurations.of(TaskhostScheduleAutoConfiguration.class))
		.withBean(TestTime.class, () -> this.time)
		.withBean(Cleanup.class)
		.withPropertyValues("cleanup.zone=Europe/Berlin");

	private static ScheduleRecord schedule(ApplicationContext context, String session, String id) {
		return context.getBean(BackgroundTaskHost.class).session(session).schedules().find(id).orElseThrow();
	}

	private static Throwable failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		assertThat(failure).isNotNull();
		return NestedExceptionUtils.getMostSpecificCause(failure);
	}

	@Test
	void kindsRunByTheirSchedules() {
		this.contexts.run((context) -> {
			ScheduleRecord nightly = schedule(context, "scheduled", "nightly");
			assertThat(nightly.schedule()).isEqualTo(Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin")));
			assertThat(nightly.options().keep()).isTrue();
			assertThat(schedule(context, "scheduled", "often").schedule())
				.isEqualTo(Schedule.every(Duration.ofMinutes(10)));
			this.time.advance(Duration.ofHours(2));
			BlockingQueue<BackgroundTaskRecord> runs = context.getBean(Cleanup.class).runs;
			BackgroundTaskRecord run = runs.poll(30, TimeUnit.SECONDS);
			assertThat(run).isNotNull();
			assertThat(run.registration().scheduledRun()).isNotNull();
			assertThat(run.sessionId()).isEqualTo("scheduled");
		});
	}

	@Test
	void sessionAndTextsComeFromProperties() {
		this.contexts
			.withPropertyValues("taskhost.schedules.session=nightly-work", "cleanup.often=PT1H", "cleanup.nightly=-")
			.run((context) -> {
				assertThat(schedule(context, "nightly-work", "often").schedule())
					.isEqualTo(Schedule.every(Duration.ofHours(1)));
				assertThat(context.getBean(BackgroundTaskHost.class).session("nightly-work").schedules().list())
					.extracting(ScheduleRecord::id)
					.containsExactly("often");
			});
	}

	@Test
	void scheduleThatAPersonHasPausedStaysPaused() {
		this.contexts.run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			host.session("scheduled").schedules().pause("nightly");
			host.session("scheduled").schedule("often", Schedule.every(Duration.ofDays(1)), TaskRequest.of("often"));
			context.publishEvent(new ContextRefreshedEvent(context.getSourceApplicationContext()));
			assertThat(schedule(context, "scheduled", "nightly").state()).isEqualTo(ScheduleState.PAUSED);
			assertThat(schedule(context, "scheduled", "nightly").version()).isEqualTo(2);
			assertThat(schedule(context, "scheduled", "often").schedule())
				.isEqualTo(Schedule.every(Duration.ofMinutes(10)));
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', value = { "soon; ; 'soon'", "0 0 3 * *; ; six fields",
			"10m; Europe/Berlin; no time zone", "0 0 3 * * *; Atlantis; Atlantis", "10ms; ; 1 second" })
	void wrongScheduleStopsTheStart(String text, @Nullable String zone, String part) {
		this.contexts.withPropertyValues("cleanup.nightly=" + text, "cleanup.zone=" + ((zone != null) ? zone : ""))
			.run((context) -> assertThat(failure(context)).isInstanceOf(InvalidKindMethodException.class)
				.hasMessageContainingAll("nightly()", part));
	}

	@Test
	void methodThatNeedsAnInputStopsTheStart() {
		this.contexts.withBean(NeedsInput.class)
			.run((context) -> assertThat(failure(context))
				.isInstanceOfSatisfying(InvalidKindMethodException.class,
						(ex) -> assertThat(ex.remedy()).contains("no input"))
				.hasMessageContaining("needs-input"));
	}

	@Test
	void wrongSessionStopsTheStart() {
		this.contexts.withPropertyValues("taskhost.schedules.session=a/b")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("taskhost.schedules.session"));
	}

	static class Cleanup {

		final BlockingQueue<BackgroundTaskRecord> runs = new LinkedBlockingQueue<>();

		@BackgroundTaskKind(value = "nightly", schedule = "${cleanup.nightly:0 0 3 * * *}", zone = "${cleanup.zone:}")
		void nightly() {
		}

		@BackgroundTaskKind(value = "often", schedule = "${cleanup.often:10m}")
		void often(@Nullable JsonPayload input, BackgroundTaskContext context) {
			this.runs.add(context.record());
		}

		@BackgroundTaskKind("plain")
		void plain() {
		}

	}

	static class NeedsInput {

		@BackgroundTaskKind(value = "needs-input", schedule = "1h")
		void work(Duration input) {
		}

	}

}
