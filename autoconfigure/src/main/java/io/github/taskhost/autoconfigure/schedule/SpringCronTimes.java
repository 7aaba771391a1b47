package io.github.taskhost.autoconfigure.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.schedule.CronTimes;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.StringUtils;

/**
 * Evaluates cron expressions by Spring's {@link CronExpression}. Stateless and
 * thread-safe.
 *
 * <p>
 * An expression that names hours is evaluated by the local time: a time that a change of
 * the clock leaves out comes later by the change, and a time that comes twice counts
 * once, the first time. An expression of every hour, or every few hours, is evaluated by
 * the time that passes.
 */
final class SpringCronTimes implements CronTimes {

	private static final int HOURS = 2;

	@Override
	public @Nullable Instant next(String expression, ZoneId zone, Instant after) {
		CronExpression cron = parse(expression);
		ZonedDateTime begin = after.atZone(zone);
		if (!namesHours(expression)) {
			ZonedDateTime next = cron.next(begin);
			return (next != null) ? next.toInstant() : null;
		}
		LocalDateTime next = cron.next(begin.toLocalDateTime());
		while (next != null && !next.atZone(zone).toInstant().isAfter(after)) {
			next = cron.next(next);
		}
		return (next != null) ? next.atZone(zone).toInstant() : null;
	}

	private static boolean namesHours(String expression) {
		String[] fields = StringUtils.tokenizeToStringArray(expression, " \t\n");
		return (fields.length == 1) ? !fields[0].equals("@hourly")
				: !fields[HOURS].contains("*") && !fields[HOURS].contains("/");
	}

	private static CronExpression parse(String expression) {
		try {
			return CronExpression.parse(expression);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException("The cron expression '" + expression + "' is not valid: "
					+ ex.getMessage()
					+ ". Use six fields (second, minute, hour, day of the month, month, day of the week), such as "
					+ "'0 0 3 * * *', or a macro, such as '@daily'.");
		}
	}

}
