package io.github.taskhost.test.contract.schedule;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.schedule.MisfirePolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Due times that passed without a run. */
abstract class MisfiresContract extends AbstractScheduleContract {

	private static final ScheduleOptions SKIP = ScheduleOptions.DEFAULT.withMisfire(MisfirePolicy.SKIP);

	/** A step of the clock past four due times, the newest of which is late. */
	private void missFour() throws InterruptedException {
		this.clock.advance(PERIOD.multipliedBy(4));
		this.timer.advance(Duration.ofMinutes(2));
	}

	@Test
	void oneRunMakesUpForAll() throws Exception {
		Instant begin = now();
		schedule(Schedule.every(PERIOD), "quick");
		missFour();
		assertThat(link(awaitEnd()).due()).isEqualTo(begin.plus(PERIOD.multipliedBy(4)));
		ScheduleRecord after = awaitRuns(1);
		assertThat(after.progress().counts()).isEqualTo(new ScheduleCounts(1, 0, 4, 0));
		assertThat(after.progress().nextDue()).isEqualTo(begin.plus(PERIOD.multipliedBy(5)));
	}

	@Test
	void nothingMakesUpForThem() throws Exception {
		Instant begin = now();
		schedule(Schedule.every(PERIOD), "quick", SKIP);
		missFour();
		ScheduleRecord after = await((schedule) -> schedule.progress().counts().misfires() == 4);
		assertThat(after.progress().nextDue()).isEqualTo(begin.plus(PERIOD.multipliedBy(5)));
		assertThat(after.progress().counts().runs()).isZero();
		this.timer.advance(Duration.between(now(), begin.plus(PERIOD.multipliedBy(5))));
		assertThat(link(awaitEnd()).due()).isEqualTo(begin.plus(PERIOD.multipliedBy(5)));
	}

	@Test
	void dueTimesOfAPauseAreMissed() throws Exception {
		schedule(Schedule.every(PERIOD), "quick");
		ScheduleRecord paused = schedules().pause("nightly");
		assertThat(paused.next()).isEmpty();
		this.timer.advance(PERIOD.multipliedBy(3).plusMinutes(2));
		assertThat(this.begun).isEmpty();
		schedules().resume("nightly");
		awaitEnd();
		assertThat(awaitRuns(1).progress().counts().misfires()).isEqualTo(3);
	}

	@Test
	void pauseWithoutMakingUp() throws Exception {
		schedule(Schedule.every(PERIOD), "quick", SKIP);
		schedules().pause("nightly");
		this.timer.advance(PERIOD.multipliedBy(3).plusMinutes(2));
		schedules().resume("nightly");
		ScheduleRecord after = await((schedule) -> schedule.progress().counts().misfires() == 3);
		assertThat(after.progress().nextDue()).isAfter(now());
		assertThat(this.begun).isEmpty();
	}

	@Test
	void fixedDelayThatMissesCountsFromNow() throws Exception {
		schedule(Schedule.fixedDelay(PERIOD), "quick", SKIP);
		schedules().pause("nightly");
		this.timer.advance(PERIOD.multipliedBy(3));
		schedules().resume("nightly");
		ScheduleRecord after = await((schedule) -> schedule.progress().counts().misfires() == 1);
		assertThat(after.progress().nextDue()).isEqualTo(now().plus(PERIOD));
	}

}
