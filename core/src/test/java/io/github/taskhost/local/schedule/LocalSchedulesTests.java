package io.github.taskhost.local.schedule;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleStatistics;
import io.github.taskhost.schedule.TaskSchedules;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LocalSchedulesTests {

	private static final Duration PERIOD = Duration.ofMinutes(10);

	private final SettableClock clock = new SettableClock();

	private final ManualTimer timer = new ManualTimer(this.clock);

	private final Semaphore runs = new Semaphore(0);

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.clock(this.clock)
		.timer(this.timer)
		.addHandler(new Quick())
		.build();

	private final TaskSession session = this.host.session("s1");

	@AfterEach
	void close() {
		this.host.close();
	}

	private ScheduleRecord schedule(String id) {
		return this.session.schedule(id, Schedule.every(PERIOD), TaskRequest.of("quick"));
	}

	private void awaitRun() throws InterruptedException {
		assertThat(this.runs.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void expressionsNeedAnEvaluation() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.session.schedule("nightly", Schedule.cron("0 0 3 * * *", ZoneOffset.UTC),
					TaskRequest.of("quick")))
			.withMessageContainingAll("0 0 3 * * *", "Spring Boot starter");
	}

	@Test
	void nothingRunsWhileTheHostDrainsAndOneRunMakesUpForIt() throws Exception {
		schedule("nightly");
		this.host.drain();
		this.timer.advance(PERIOD.multipliedBy(2));
		this.host.awaitIdle(Duration.ofSeconds(30));
		assertThat(this.runs.availablePermits()).isZero();
		this.host.start();
		awaitRun();
		this.host.awaitIdle(Duration.ofSeconds(30));
		assertThat(this.session.schedules().find("nightly").orElseThrow().progress().counts().misfires()).isEqualTo(1);
	}

	@Test
	void closedHostGoesOnAfterItsNextStart() throws Exception {
		schedule("nightly");
		this.host.close();
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> schedule("other"));
		this.host.start();
		this.timer.advance(PERIOD);
		awaitRun();
	}

	@Test
	void numberIsBounded() throws Exception {
		for (int i = 0; i < TaskSchedules.MAX_SCHEDULES; i++) {
			schedule("n" + i);
		}
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> schedule("more"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.SCHEDULES));
		assertThat(schedule("n0").version()).isEqualTo(1);
		assertThat(this.host.statistics().schedules().schedules()).isEqualTo(TaskSchedules.MAX_SCHEDULES);
		assertThat(this.timer.countScheduled(Duration.ofMinutes(2))).isLessThan(10);
		this.host.session("s1").close();
		assertThat(this.host.statistics().schedules().schedules()).isZero();
	}

	@Test
	void statisticsCountTheDueTimesOfTheHost() throws Exception {
		schedule("nightly");
		this.timer.advance(PERIOD);
		awaitRun();
		this.host.awaitIdle(Duration.ofSeconds(30));
		ScheduleStatistics statistics = this.host.statistics().schedules();
		assertThat(statistics.counts().runs()).isEqualTo(1);
		assertThat(statistics.overdue()).isZero();
		this.host.drain();
		this.timer.advance(PERIOD.plusSeconds(7));
		assertThat(this.host.statistics().schedules().overdue()).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void statisticsCountThePausedSchedules() {
		schedule("a");
		schedule("b");
		this.session.schedules().pause("a");
		this.session.schedules().pause("b");
		this.session.schedules().resume("b");
		assertThat(this.host.statistics().schedules().schedules()).isEqualTo(2);
		assertThat(this.host.statistics().schedules().paused()).isEqualTo(1);
		this.session.schedules().remove("a");
		assertThat(this.host.statistics().schedules().paused()).isZero();
	}

	@Test
	void resetKeepsTheSchedulesThatStay() throws Exception {
		schedule("nightly");
		this.session.schedule("kept", Schedule.every(PERIOD), TaskRequest.of("quick"),
				ScheduleOptions.DEFAULT.withKeep(true));
		this.host.reset(Duration.ofSeconds(30));
		assertThat(this.session.schedules().list()).extracting(ScheduleRecord::id).containsExactly("kept");
		this.timer.advance(PERIOD);
		awaitRun();
	}

	/** A kind whose body returns at once. */
	private final class Quick implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "quick";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public boolean isInputOptional() {
			return true;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			LocalSchedulesTests.this.runs.release();
			return null;
		}

	}

}
