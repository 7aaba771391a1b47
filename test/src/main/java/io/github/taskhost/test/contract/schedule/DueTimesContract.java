package io.github.taskhost.test.contract.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;

import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ScheduledRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Due times of schedules and the runs that they start. */
abstract class DueTimesContract extends AbstractScheduleContract {

	private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

	@Test
	void fixedRateKeepsItsRaster() throws Exception {
		Instant begin = now();
		ScheduleRecord schedule = schedule(Schedule.every(PERIOD), "quick");
		assertThat(schedule.progress().nextDue()).isEqualTo(begin.plus(PERIOD));
		this.timer.advance(PERIOD.minusSeconds(1));
		assertThat(this.begun).isEmpty();
		this.timer.advance(Duration.ofSeconds(8));
		BackgroundTaskRecord first = awaitEnd();
		assertThat(first.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(first.sessionId()).isEqualTo("s1");
		assertThat(link(first)).isEqualTo(new ScheduledRun("s1", "nightly", begin.plus(PERIOD), null));
		ScheduleRecord after = awaitRuns(1);
		assertThat(after.progress().nextDue()).isEqualTo(begin.plus(PERIOD.multipliedBy(2)));
		this.timer.advance(PERIOD);
		BackgroundTaskRecord second = awaitEnd();
		assertThat(link(second))
			.isEqualTo(new ScheduledRun("s1", "nightly", begin.plus(PERIOD.multipliedBy(2)), first.uid()));
		assertThat(awaitRuns(2).progress().lastRun()).isEqualTo(second.uid());
	}

	@Test
	void fixedDelayCountsFromTheEndOfARun() throws Exception {
		schedule(Schedule.fixedDelay(PERIOD), "slow");
		this.timer.advance(PERIOD);
		BackgroundTaskRecord run = awaitRun();
		assertThat(awaitRuns(1).progress().nextDue()).isNull();
		assertThat(nightly().next()).isEmpty();
		this.timer.advance(PERIOD.multipliedBy(2));
		this.release.countDown();
		Instant end = this.host.task(run.uid()).await(PATIENCE).stateSince();
		ScheduleRecord after = await((schedule) -> schedule.progress().nextDue() != null);
		assertThat(after.progress().nextDue()).isEqualTo(end.plus(PERIOD));
		assertThat(after.progress().counts().runs()).isEqualTo(1);
		this.timer.advance(PERIOD);
		assertThat(link(awaitRun()).previous()).isEqualTo(run.uid());
	}

	@Test
	void expressionFollowsItsZoneAndTheSaving() throws Exception {
		// in Berlin, the clock goes from 02:00 to 03:00 on 29 March 2026
		this.clock.advance(Duration.between(now(), Instant.parse("2026-03-28T12:00:00Z")));
		ScheduleRecord schedule = schedule(Schedule.cron("03:30", BERLIN), "quick");
		assertThat(schedule.next()).startsWith(Instant.parse("2026-03-29T01:30:00Z"),
				Instant.parse("2026-03-30T01:30:00Z"));
		schedule = schedule(Schedule.cron("03:30", ZoneId.of("UTC")), "quick");
		assertThat(schedule.next()).startsWith(Instant.parse("2026-03-29T03:30:00Z")).hasSize(ScheduleRecord.NEXT);
		schedule(Schedule.cron("03:30", BERLIN), "quick");
		this.timer.advance(Duration.ofHours(13).plusMinutes(30));
		assertThat(link(awaitEnd()).due()).isEqualTo("2026-03-29T01:30:00Z");
		awaitRuns(1);
		this.timer.advance(Duration.ofDays(1));
		assertThat(link(awaitEnd()).due()).isEqualTo("2026-03-30T01:30:00Z");
	}

	@Test
	void ruleChangesWhileARunIsLive() throws Exception {
		schedule(Schedule.every(PERIOD), "slow");
		this.timer.advance(PERIOD);
		BackgroundTaskRecord run = awaitRun();
		awaitRuns(1);
		ScheduleRecord changed = schedule(Schedule.fixedDelay(Duration.ofSeconds(50)), "quick");
		assertThat(changed.progress().nextDue()).isNull();
		assertThat(changed.progress().lastRun()).isEqualTo(run.uid());
		this.release.countDown();
		Instant end = this.host.task(run.uid()).await(PATIENCE).stateSince();
		await((schedule) -> Objects.equals(schedule.progress().nextDue(), end.plusSeconds(50)));
		this.timer.advance(Duration.ofSeconds(50));
		BackgroundTaskRecord next = awaitEnd();
		assertThat(next.kind()).isEqualTo("quick");
		assertThat(link(next).previous()).isEqualTo(run.uid());
	}

	@Test
	void requestChangesAndTheRasterStays() throws Exception {
		ScheduleRecord before = schedule(Schedule.every(PERIOD), "slow");
		this.timer.advance(Duration.ofSeconds(100));
		ScheduleRecord changed = schedule(Schedule.every(PERIOD), "quick");
		assertThat(changed.uid()).isEqualTo(before.uid());
		assertThat(changed.version()).isEqualTo(2);
		assertThat(changed.progress()).isEqualTo(before.progress());
		this.timer.advance(PERIOD.minusSeconds(100));
		assertThat(awaitEnd().kind()).isEqualTo("quick");
	}

	@Test
	void clockThatIsSetForwardIsFollowed() throws Exception {
		schedule(Schedule.every(PERIOD), "quick");
		this.clock.advance(PERIOD);
		this.timer.advance(Duration.ofMinutes(2));
		assertThat(awaitEnd()).isNotNull();
		assertThat(awaitRuns(1).progress().counts().skipped()).isZero();
	}

	@Test
	void clockThatIsSetBackRepeatsNoRun() throws Exception {
		Instant begin = now();
		schedule(Schedule.every(PERIOD), "quick");
		this.timer.advance(PERIOD);
		awaitEnd();
		awaitRuns(1);
		this.clock.advance(Duration.ofMinutes(-5));
		this.timer.advance(PERIOD);
		assertThat(nightly().progress().counts().runs()).isEqualTo(1);
		this.timer.advance(Duration.ofMinutes(5));
		assertThat(link(awaitEnd()).due()).isEqualTo(begin.plus(PERIOD.multipliedBy(2)));
		assertThat(this.begun).isEmpty();
	}

	@Test
	void clockThatWasWrongByHoursDoesNotHoldUp() throws Exception {
		schedule(Schedule.every(PERIOD), "quick");
		this.clock.advance(Duration.ofDays(400));
		this.timer.advance(Duration.ofMinutes(2));
		awaitEnd();
		awaitRuns(1);
		this.clock.advance(Duration.ofDays(-400));
		this.timer.advance(Duration.ofMinutes(2));
		await((schedule) -> !Objects.requireNonNull(schedule.progress().nextDue()).isAfter(now().plus(PERIOD)));
		this.timer.advance(PERIOD);
		awaitEnd();
		assertThat(awaitRuns(2).progress().nextDue()).isBetween(now(), now().plus(PERIOD));
	}

}
