package io.github.taskhost.test.contract.schedule;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.TaskSchedules;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.ScheduledRun;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class of the contract suites of schedules. The host knows the kind {@code quick},
 * whose body returns at once, the kind {@code slow}, whose body waits for the test or its
 * cancellation, and cron expressions of the form {@code 03:30}, for each day.
 */
abstract class AbstractScheduleContract extends AbstractHostContract {

	/** Differs from all other durations of the tests. */
	static final Duration PERIOD = Duration.ofSeconds(607);

	/** The runs that have begun, in order. */
	final BlockingQueue<BackgroundTaskRecord> begun = new LinkedBlockingQueue<>();

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withCron(AbstractScheduleContract::next)
			.withHandlers(new Kind("quick", (context) -> {
			}), new Kind("slow", this::untilReleased));
	}

	private void untilReleased(BackgroundTaskContext context) throws InterruptedException {
		while (this.release.getCount() > 0) {
			context.throwIfCancelled();
			if (this.release.await(1, TimeUnit.MILLISECONDS)) {
				return;
			}
		}
	}

	private static @Nullable Instant next(String expression, ZoneId zone, Instant after) {
		if (expression.equals("never")) {
			return null;
		}
		if (!expression.matches("\\d\\d:\\d\\d")) {
			throw new InvalidTaskArgumentException("The cron expression '" + expression + "' is not valid.");
		}
		ZonedDateTime day = after.atZone(zone).with(LocalTime.parse(expression));
		return (day.toInstant().isAfter(after) ? day : day.plusDays(1)).toInstant();
	}

	TaskSchedules schedules() {
		return this.host.session("s1").schedules();
	}

	ScheduleRecord schedule(Schedule schedule, String kind, ScheduleOptions options) {
		return this.host.session("s1").schedule("nightly", schedule, TaskRequest.of(kind), options);
	}

	ScheduleRecord schedule(Schedule schedule, String kind) {
		return schedule(schedule, kind, ScheduleOptions.DEFAULT);
	}

	ScheduleRecord nightly() {
		return schedules().find("nightly").orElseThrow();
	}

	/** Waits for the begin of the next run. */
	BackgroundTaskRecord awaitRun() throws InterruptedException {
		BackgroundTaskRecord run = this.begun.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		assertThat(run).as("a run has begun").isNotNull();
		return run;
	}

	/** Waits for a run and its end. */
	BackgroundTaskRecord awaitEnd() throws InterruptedException {
		return this.host.task(awaitRun().uid()).await(PATIENCE);
	}

	/** Waits until the schedule has reached a point. */
	ScheduleRecord await(Predicate<ScheduleRecord> point) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (true) {
			ScheduleRecord now = nightly();
			if (point.test(now)) {
				return now;
			}
			assertThat(System.nanoTime() < end).as("reached, and not " + now).isTrue();
			LockSupport.parkNanos(500_000);
		}
	}

	/** Waits until a number of runs were started. */
	ScheduleRecord awaitRuns(int runs) {
		return await((schedule) -> schedule.progress().counts().runs() == runs);
	}

	static ScheduledRun link(BackgroundTaskRecord run) {
		return Objects.requireNonNull(run.registration().scheduledRun());
	}

	static UUID lastRun(ScheduleRecord schedule) {
		return Objects.requireNonNull(schedule.progress().lastRun());
	}

	Instant now() {
		return this.clock.instant();
	}

	/** The work of a kind. */
	interface Body {

		void run(BackgroundTaskContext context) throws Exception;

	}

	/** A kind with or without input. */
	private final class Kind implements BackgroundTaskHandler<@Nullable JsonPayload> {

		private final String kind;

		private final Body body;

		Kind(String kind, Body body) {
			this.kind = kind;
			this.body = body;
		}

		@Override
		public String kind() {
			return this.kind;
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
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			AbstractScheduleContract.this.begun.add(context.record());
			this.body.run(context);
			return null;
		}

	}

}
