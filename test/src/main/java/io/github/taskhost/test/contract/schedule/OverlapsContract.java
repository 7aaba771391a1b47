package io.github.taskhost.test.contract.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Due times and triggers at which the last run is live. */
abstract class OverlapsContract extends AbstractScheduleContract {

	private BackgroundTaskRecord begin(OverlapPolicy policy) throws InterruptedException {
		schedule(Schedule.every(PERIOD), "slow", ScheduleOptions.DEFAULT.withOverlap(policy));
		this.timer.advance(PERIOD);
		BackgroundTaskRecord run = awaitRun();
		awaitRuns(1);
		return run;
	}

	@Test
	void dueTimeIsSkipped() throws Exception {
		BackgroundTaskRecord run = begin(OverlapPolicy.SKIP);
		Instant due = now().plus(PERIOD);
		this.timer.advance(PERIOD);
		ScheduleRecord after = await((schedule) -> schedule.progress().counts().skipped() == 1);
		assertThat(after.progress().lastDue()).isEqualTo(due);
		assertThat(after.progress().lastRun()).isEqualTo(run.uid());
		this.release.countDown();
		this.host.task(run.uid()).await(PATIENCE);
		this.timer.advance(PERIOD);
		assertThat(link(awaitRun()).previous()).isEqualTo(run.uid());
		assertThat(awaitRuns(2).progress().counts()).isEqualTo(new ScheduleCounts(2, 1, 0, 0));
	}

	@Test
	void oneDueTimeIsQueued() throws Exception {
		BackgroundTaskRecord run = begin(OverlapPolicy.QUEUE);
		Instant due = now().plus(PERIOD);
		this.timer.advance(PERIOD);
		await((schedule) -> schedule.progress().queuedDue() != null);
		this.timer.advance(PERIOD);
		ScheduleRecord after = await((schedule) -> schedule.progress().counts().skipped() == 1);
		assertThat(after.progress().queuedDue()).isEqualTo(due);
		assertThat(this.begun).isEmpty();
		this.release.countDown();
		BackgroundTaskRecord next = awaitRun();
		assertThat(link(next).due()).isEqualTo(due);
		assertThat(link(next).previous()).isEqualTo(run.uid());
		assertThat(awaitRuns(2).progress().queuedDue()).isNull();
	}

	@Test
	void previousRunIsCancelledAndTheNextStartsAfterItsEnd() throws Exception {
		BackgroundTaskRecord run = begin(OverlapPolicy.CANCEL_PREVIOUS);
		this.timer.advance(PERIOD);
		BackgroundTaskRecord next = awaitRun();
		BackgroundTaskRecord end = this.host.task(run.uid()).await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.stateSince()).isBeforeOrEqualTo(next.createdAt());
		assertThat(link(next).previous()).isEqualTo(run.uid());
		assertThat(awaitRuns(2).progress().counts().skipped()).isZero();
	}

	@Test
	void triggerStartsARunBesideTheRaster() throws Exception {
		ScheduleRecord before = schedule(Schedule.every(PERIOD), "quick");
		this.timer.advance(PERIOD.dividedBy(2));
		UUID run = schedules().trigger("nightly").orElseThrow();
		assertThat(link(awaitEnd()).due()).isEqualTo(now());
		ScheduleRecord after = nightly();
		assertThat(after.progress().nextDue()).isEqualTo(before.progress().nextDue());
		assertThat(lastRun(after)).isEqualTo(run);
		assertThat(after.progress().counts().runs()).isEqualTo(1);
	}

	@Test
	void triggerOfALiveRunIsRefusedOrQueued() throws Exception {
		BackgroundTaskRecord run = begin(OverlapPolicy.SKIP);
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> schedules().trigger("nightly"))
			.withMessageContainingAll("nightly", run.uid().toString());
		schedule(Schedule.every(PERIOD), "slow", ScheduleOptions.DEFAULT.withOverlap(OverlapPolicy.QUEUE));
		assertThat(schedules().trigger("nightly")).isEqualTo(Optional.empty());
		this.release.countDown();
		assertThat(link(awaitRun()).previous()).isEqualTo(run.uid());
	}

	@Test
	void triggerOfAFixedDelayCountsFromItsEnd() throws Exception {
		schedule(Schedule.fixedDelay(PERIOD), "quick");
		this.timer.advance(PERIOD.dividedBy(2));
		schedules().trigger("nightly");
		Instant end = awaitEnd().stateSince();
		await((schedule) -> end.plus(PERIOD).equals(schedule.progress().nextDue()));
	}

	@Test
	void pausedScheduleIsTriggered() throws Exception {
		schedule(Schedule.every(PERIOD), "quick");
		schedules().pause("nightly");
		this.timer.advance(PERIOD);
		assertThat(schedules().trigger("nightly")).isPresent();
		awaitEnd();
		assertThat(this.begun).isEmpty();
		assertThat(nightly().progress().counts().runs()).isEqualTo(1);
	}

}
