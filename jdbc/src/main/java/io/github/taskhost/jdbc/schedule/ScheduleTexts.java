package io.github.taskhost.jdbc.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.schedule.MisfirePolicy;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleCounts;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleProgress;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Writes the parts of schedules as texts, and reads them. The input is stored apart from
 * the registration as it was given, so that a schedule that is read equals the one that
 * was written. Thread-safe.
 */
final class ScheduleTexts {

	private final RecordCodec codec;

	ScheduleTexts(RecordCodec codec) {
		this.codec = codec;
	}

	String definition(ScheduleRecord schedule) {
		BackgroundTaskRegistration registration = schedule.registration();
		JsonPayload input = registration.input();
		String rest = this.codec.write((input == null) ? registration : withoutInput(registration));
		return this.codec.write(Definition.of(schedule, rest, (input != null) ? input.text() : null));
	}

	private static BackgroundTaskRegistration withoutInput(BackgroundTaskRegistration registration) {
		return registration.toBuilder().input(new JsonPayload("null")).build();
	}

	String progress(ScheduleProgress progress) {
		return this.codec.write(Point.of(progress));
	}

	Definition definition(UUID uid, String text) {
		return this.codec.read(uid, text, Definition.class);
	}

	BackgroundTaskRegistration registration(UUID uid, Definition definition) {
		BackgroundTaskRegistration rest = this.codec.read(uid, definition.registration(),
				BackgroundTaskRegistration.class);
		String input = definition.input();
		return (input == null) ? rest : rest.toBuilder().input(new JsonPayload(input)).build();
	}

	ScheduleProgress progress(UUID uid, String text) {
		return this.codec.read(uid, text, Point.class).toProgress();
	}

	private static @Nullable String text(@Nullable Object value) {
		return (value != null) ? value.toString() : null;
	}

	private static @Nullable Instant time(@Nullable String text) {
		return (text != null) ? Instant.parse(text) : null;
	}

	/**
	 * The definition of a schedule.
	 *
	 * @param cron the expression of a schedule by cron
	 * @param zone its time zone
	 * @param every the period of a fixed rate
	 * @param fixedDelay the delay of a fixed delay
	 * @param overlap the policy for overlaps
	 * @param misfire the policy for missed due times
	 * @param keep whether it outlives its session
	 * @param registration the registration of its runs, as a text
	 * @param input their input, as a text
	 */
	record Definition(@Nullable String cron, @Nullable String zone, @Nullable String every, @Nullable String fixedDelay,
			String overlap, String misfire, boolean keep, String registration, @Nullable String input) {

		static Definition of(ScheduleRecord schedule, String registration, @Nullable String input) {
			Schedule rule = schedule.schedule();
			Schedule.Cron cron = (rule instanceof Schedule.Cron expression) ? expression : null;
			return new Definition((cron != null) ? cron.expression() : null,
					(cron != null) ? cron.zone().getId() : null,
					(rule instanceof Schedule.FixedRate rate) ? text(rate.period()) : null,
					(rule instanceof Schedule.FixedDelay delay) ? text(delay.delay()) : null,
					schedule.options().overlap().name(), schedule.options().misfire().name(), schedule.options().keep(),
					registration, input);
		}

		Schedule schedule() {
			if (this.cron != null) {
				return Schedule.cron(this.cron, ZoneId.of(String.valueOf(this.zone)));
			}
			return (this.every != null) ? Schedule.every(Duration.parse(this.every))
					: Schedule.fixedDelay(Duration.parse(String.valueOf(this.fixedDelay)));
		}

		ScheduleOptions options() {
			return new ScheduleOptions(OverlapPolicy.valueOf(this.overlap), MisfirePolicy.valueOf(this.misfire),
					this.keep);
		}

	}

	/**
	 * The point that a schedule has reached.
	 *
	 * @param nextDue the next due time
	 * @param queuedDue the due time that waits
	 * @param lastDue the last due time
	 * @param lastRun the last run
	 * @param runs the number of runs
	 * @param skipped the number of skipped due times
	 * @param misfires the number of missed due times
	 * @param refused the number of refused runs
	 */
	record Point(@Nullable String nextDue, @Nullable String queuedDue, @Nullable String lastDue, @Nullable UUID lastRun,
			long runs, long skipped, long misfires, long refused) {

		static Point of(ScheduleProgress progress) {
			ScheduleCounts counts = progress.counts();
			return new Point(text(progress.nextDue()), text(progress.queuedDue()), text(progress.lastDue()),
					progress.lastRun(), counts.runs(), counts.skipped(), counts.misfires(), counts.refused());
		}

		ScheduleProgress toProgress() {
			return new ScheduleProgress(time(this.nextDue), time(this.queuedDue), time(this.lastDue), this.lastRun,
					new ScheduleCounts(this.runs, this.skipped, this.misfires, this.refused));
		}

	}

}
