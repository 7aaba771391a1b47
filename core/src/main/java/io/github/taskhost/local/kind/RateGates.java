package io.github.taskhost.local.kind;

import java.time.Duration;
import java.util.Objects;

import io.github.taskhost.kind.Rate;
import io.github.taskhost.kind.RateLimit;
import io.github.taskhost.kind.RateLimitScope;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.NextAlarm;
import io.github.taskhost.spi.RateLimiters;
import org.jspecify.annotations.Nullable;

/**
 * Creates the permits of kinds with a rate limit.
 */
public final class RateGates {

	private final Alarms alarms;

	private final @Nullable RateLimiters limiters;

	public RateGates(Alarms alarms, @Nullable RateLimiters limiters) {
		this.alarms = alarms;
		this.limiters = limiters;
	}

	/**
	 * Creates the permits of a kind, or returns {@code null} if its rate is not limited.
	 * @param serve starts waiting tasks that have a permit; run by an alarm
	 * @param ask has the limiter asked again first; run by an alarm
	 */
	public @Nullable Permits permits(Kind kind, Runnable serve, Runnable ask) {
		RateLimit limit = kind.options().rateLimit();
		if (limit == null) {
			return null;
		}
		Rate rate = Objects.requireNonNull(limit.rate(), "checked with the options");
		boolean perSession = Boolean.TRUE.equals(limit.perSession());
		RateLimiters.Limiter limiter = Objects.requireNonNull(this.limiters, "checked with the options")
			.limiter(
					new RateLimiters.Limit(kind.name(), rate.permits(), rate.period(), limit.effectiveBurst(),
							perSession, limit.scope() == RateLimitScope.CLUSTER),
					this.alarms::nanoTime, () -> this.alarms.after(Duration.ZERO, ask));
		return new Permits(limiter, rate, perSession, this.alarms::nanoTime, new NextAlarm(this.alarms, serve));
	}

}
