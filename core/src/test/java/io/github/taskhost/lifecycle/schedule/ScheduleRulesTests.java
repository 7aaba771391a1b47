package io.github.taskhost.lifecycle.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.lifecycle.schedule.ScheduleRules.LastRun;
import io.github.taskhost.lifecycle.schedule.ScheduleRules.Look;
import io.github.taskhost.schedule.MisfirePolicy;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleProgress;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScheduleRulesTests {

	private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00.000999Z");

	private static final Instant DUE = Instant.parse("2026-01-01T00:10:00Z");

	private static final Duration PERIOD = Duration.ofMinutes(10);

	private static final Schedule RATE = Schedule.every(PERIOD);

	private static final Schedule DELAY = Schedule.fixedDelay(PERIOD);

	/** Each full second, until 2030. */
	private static final Schedule CRON = Schedule.cron("seconds", ZoneOffset.UTC);

	private static final LastRun LIVE = new LastRun(true, null);

	private final ScheduleRules rules = new ScheduleRules((expression, zone, after) -> {
		Instant next = Instant.ofEpochSecond(after.getEpochSecond() + 1);
		return next.isBefore(Instant.parse("2030-01-01T00:00:00Z")) ? next : null;
	});

	private static ScheduleRecord record(Schedule schedule, ScheduleOptions options, ScheduleProgress progress) {
		return new ScheduleRecord(new UUID(1, 2), "s1", "nightly", schedule,
				BackgroundTaskRegistration.ofKind("cleanup").build(), options, ScheduleState.ACTIVE, BEGIN, progress, 1,
				List.of());
	}

	private static ScheduleRecord record(Schedule schedule, @Nullable Instant nextDue) {
		return record(schedule, ScheduleOptions.DEFAULT, ScheduleProgress.from(DUE).withNextDue(nextDue));
	}

	@Test
	void firstDueTimeIsInWholeMilliseconds() {
		assertThat(this.rules.begin(RATE, BEGIN).nextDue()).isEqualTo("2026-01-01T00:10:00Z");
		assertThat(this.rules.begin(DELAY, BEGIN).nextDue()).isEqualTo("2026-01-01T00:10:00Z");
		assertThat(this.rules.begin(CRON, BEGIN).nextDue()).isEqualTo("2026-01-01T00:00:01Z");
	}

	@Test
	void nothingIsDueBefore() {
		ScheduleRecord schedule = record(RATE, DUE);
		assertThat(this.rules.look(schedule, LastRun.NONE, DUE.minusNanos(1)))
			.isEqualTo(new Look(schedule.progress(), null, false));
		assertThat(this.rules.nextLook(schedule, false, DUE)).isEqualTo(DUE);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 0", "599, 1", "600, 1", "61, 1", "60, 0", "1199, 2" })
	void missedTimesAreCounted(int late, int misfires) {
		Look look = this.rules.look(record(RATE, DUE), LastRun.NONE, DUE.plusSeconds(late));
		assertThat(look.due()).isEqualTo(DUE.plus(PERIOD.multipliedBy(late / 600)));
		assertThat(look.progress().nextDue()).isEqualTo(DUE.plus(PERIOD.multipliedBy(late / 600 + 1)));
		assertThat(look.progress().counts()).isEqualTo(new ScheduleCounts(0, 0, misfires, 0));
	}

	@Test
	void skippedMisfireStartsTheNewestTimeThatIsNotLate() {
		ScheduleRecord schedule = record(RATE, ScheduleOptions.DEFAULT.withMisfire(MisfirePolicy.SKIP),
				ScheduleProgress.from(DUE));
		assertThat(this.rules.look(schedule, LastRun.NONE, DUE.plusSeconds(630)).due()).isEqualTo(DUE.plusSeconds(600));
		Look late = this.rules.look(schedule, LastRun.NONE, DUE.plusSeconds(670));
		assertThat(late.due()).isNull();
		assertThat(late.progress().counts().misfires()).isEqualTo(2);
	}

	@Test
	void manyTimesOfAnExpressionAreBounded() {
		Instant now = DUE.plus(Duration.ofDays(700)).plusMillis(500);
		Look look = this.rules.look(record(CRON, DUE), LastRun.NONE, now);
		assertThat(look.due()).isEqualTo(now.minusMillis(500));
		assertThat(look.progress().nextDue()).isEqualTo(now.plusMillis(500));
		assertThat(look.progress().counts().misfires()).isEqualTo(10_000);
	}

	@Test
	void expressionWithoutFurtherTimesIsOver() {
		Look look = this.rules.look(record(CRON, Instant.parse("2029-12-31T23:59:50Z")), LastRun.NONE,
				Instant.parse("2040-01-01T00:00:00Z"));
		assertThat(look.due()).isEqualTo("2029-12-31T23:59:59Z");
		ScheduleRecord after = record(CRON, ScheduleOptions.DEFAULT, look.progress());
		assertThat(this.rules.nextLook(after, true, DUE)).isNull();
		assertThat(this.rules.next(after)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(OverlapPolicy.class)
	void liveRunIsNotOverlapped(OverlapPolicy policy) {
		ScheduleRecord schedule = record(RATE, ScheduleOptions.DEFAULT.withOverlap(policy), ScheduleProgress.from(DUE));
		Look first = this.rules.look(schedule, LIVE, DUE);
		assertThat(first.due()).isNull();
		assertThat(first.cancelPrevious()).isEqualTo(policy == OverlapPolicy.CANCEL_PREVIOUS);
		assertThat(first.progress().queuedDue()).isEqualTo((policy != OverlapPolicy.SKIP) ? DUE : null);
		Look second = this.rules.look(record(RATE, schedule.options(), first.progress()), LIVE, DUE.plus(PERIOD));
		assertThat(second.progress().counts().skipped()).isEqualTo((policy == OverlapPolicy.SKIP) ? 2 : 1);
		assertThat(second.progress().queuedDue()).isEqualTo(switch (policy) {
			case SKIP -> null;
			case QUEUE -> DUE;
			case CANCEL_PREVIOUS -> DUE.plus(PERIOD);
		});
	}

	@Test
	void queuedTimeStartsAfterTheEndAndTheNextOneWaits() {
		ScheduleRecord schedule = record(RATE, ScheduleOptions.DEFAULT.withOverlap(OverlapPolicy.QUEUE),
				ScheduleProgress.from(DUE).withQueuedDue(BEGIN));
		assertThat(this.rules.nextLook(schedule, true, BEGIN)).isEqualTo(BEGIN.plus(Duration.ofMinutes(2)));
		assertThat(this.rules.nextLook(schedule, false, BEGIN)).isEqualTo(BEGIN);
		Look look = this.rules.look(schedule, new LastRun(false, DUE), DUE);
		assertThat(look.due()).isEqualTo(BEGIN);
		assertThat(look.progress().nextDue()).isEqualTo(DUE);
	}

	@Test
	void fixedDelayCountsFromTheEnd() {
		ScheduleRecord schedule = record(DELAY, null);
		assertThat(ScheduleRules.awaitsEnd(schedule)).isTrue();
		assertThat(this.rules.look(schedule, LIVE, DUE)).isEqualTo(new Look(schedule.progress(), null, false));
		assertThat(this.rules.look(schedule, new LastRun(false, DUE.minusSeconds(5)), DUE).progress().nextDue())
			.isEqualTo(DUE.minusSeconds(5).plus(PERIOD));
		assertThat(this.rules.look(schedule, new LastRun(false, DUE.plusSeconds(5)), DUE).progress().nextDue())
			.as("an end in the future, after a step of the clock")
			.isEqualTo(DUE.plus(PERIOD));
		assertThat(this.rules.look(schedule, LastRun.NONE, DUE).progress().nextDue()).as("a run that was removed")
			.isEqualTo(DUE.plus(PERIOD));
	}

	@Test
	void refusedFixedDelayCountsFromNow() {
		ScheduleRecord schedule = record(DELAY, DUE);
		Look look = this.rules.look(schedule, LastRun.NONE, DUE);
		assertThat(look.due()).isEqualTo(DUE);
		ScheduleProgress refused = this.rules.refused(schedule, look.progress(), DUE);
		assertThat(refused.nextDue()).isEqualTo(DUE.plus(PERIOD));
		assertThat(refused.counts().refused()).isEqualTo(1);
		assertThat(this.rules.started(schedule, look.progress(), new UUID(3, 4)).nextDue()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "10799, false", "10801, true" })
	void onlyLargeStepsBackRestartTheTimes(int back, boolean restarts) {
		ScheduleProgress progress = ScheduleProgress.from(DUE.plus(PERIOD)).withLastDue(DUE);
		Instant now = DUE.minusSeconds(back);
		Look look = this.rules.look(record(RATE, ScheduleOptions.DEFAULT, progress), LastRun.NONE, now);
		assertThat(look.due()).isNull();
		if (restarts) {
			assertThat(look.progress().nextDue()).isBetween(now, now.plus(PERIOD));
			assertThat(Duration.between(look.progress().nextDue(), DUE).toSeconds() % 600).isZero();
		}
		else {
			assertThat(look.progress()).isEqualTo(progress);
		}
	}

	@Test
	void changedRuleBeginsAnew() {
		ScheduleRecord schedule = record(RATE, DUE);
		assertThat(this.rules.change(schedule, RATE, LIVE, BEGIN)).isEqualTo(schedule.progress());
		assertThat(this.rules.change(schedule, DELAY, LIVE, BEGIN).nextDue()).isNull();
		assertThat(this.rules.change(schedule, CRON, LIVE, BEGIN).nextDue()).isEqualTo("2026-01-01T00:00:01Z");
	}

	@Test
	void pausedScheduleIsNotLookedAt() {
		ScheduleRecord schedule = record(RATE, DUE).withState(ScheduleState.PAUSED);
		assertThat(this.rules.nextLook(schedule, false, DUE)).isNull();
		assertThat(this.rules.look(schedule, LastRun.NONE, DUE.plus(PERIOD)).due()).isNull();
		assertThat(this.rules.next(schedule)).isEmpty();
	}

}
