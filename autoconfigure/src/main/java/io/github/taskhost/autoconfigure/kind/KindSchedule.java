package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Function;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.schedule.Schedule;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * The schedule of a {@link BackgroundTaskKind}.
 *
 * @param method the method
 * @param kind the kind, whose name is the id of the schedule
 * @param schedule the rule of due times, or {@code null} for a schedule that is switched
 * off
 */
record KindSchedule(Method method, String kind, @Nullable Schedule schedule) {

	/** The text that switches a schedule off, as that of {@code @Scheduled} does. */
	private static final String OFF = "-";

	/** Reads the attributes; returns {@code null} for a kind without a schedule. */
	static @Nullable KindSchedule of(Method method, MergedAnnotation<BackgroundTaskKind> annotation,
			Function<String, @Nullable String> placeholders) {
		String text = resolve(annotation, "schedule", placeholders);
		String zone = resolve(annotation, "zone", placeholders);
		String kind = annotation.getString(MergedAnnotation.VALUE);
		if (text.isEmpty()) {
			return null;
		}
		return new KindSchedule(method, kind, text.equals(OFF) ? null : schedule(method, text, zone));
	}

	private static String resolve(MergedAnnotation<BackgroundTaskKind> annotation, String attribute,
			Function<String, @Nullable String> placeholders) {
		return Objects.requireNonNullElse(placeholders.apply(annotation.getString(attribute)), "").trim();
	}

	private static Schedule schedule(Method method, String text, String zone) {
		try {
			if (text.startsWith("@") || text.contains(" ")) {
				return Schedule.cron(text, StringUtils.hasText(zone) ? ZoneId.of(zone) : ZoneId.systemDefault());
			}
			Duration period = DurationStyle.detectAndParse(text, ChronoUnit.SECONDS);
			if (StringUtils.hasText(zone)) {
				throw new IllegalArgumentException("a period has no time zone");
			}
			return Schedule.every(period);
		}
		catch (IllegalArgumentException | DateTimeException | InvalidTaskArgumentException ex) {
			throw invalid(method, text, zone, ex);
		}
	}

	private static InvalidKindMethodException invalid(Method method, String text, String zone, Exception cause) {
		return new InvalidKindMethodException(method,
				"its schedule is '" + text + "'" + (zone.isEmpty() ? "" : " in the zone '" + zone + "'")
						+ ", which is not valid: " + cause.getMessage(),
				"Use a cron expression with six fields such as '0 0 3 * * *', a macro such as '@daily', a period such "
						+ "as 10m or PT10M, or - for none. The zone of an expression is a name such as Europe/Berlin.");
	}

	/** The failure to create the schedule. */
	InvalidKindMethodException refused(InvalidTaskArgumentException cause) {
		return new InvalidKindMethodException(this.method,
				"its schedule '" + this.schedule + "' was refused: " + cause.getMessage(),
				"Correct the schedule. A run of it has no input: the method needs none, a @Nullable one, or JsonPayload.");
	}

}
