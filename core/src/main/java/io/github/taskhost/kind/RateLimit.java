package io.github.taskhost.kind;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the rate at which bodies of a kind start. Immutable. Each start of an
 * attempt takes a permit; permits come evenly spaced, and those that are not taken are
 * saved up to the burst.
 *
 * @param rate the rate, or {@code null} to keep that of the kind in code
 * @param burst the largest number of starts at once after a pause, or {@code null} for
 * the starts of one second, at least 1
 * @param perSession whether each session has the rate for itself, or {@code null} for the
 * default, {@code false}
 * @param scope the hosts that count together, or {@code null} for the default,
 * {@link RateLimitScope#NODE}
 */
public record RateLimit(@Nullable Rate rate, @Nullable Integer burst, @Nullable Boolean perSession,
		@Nullable RateLimitScope scope) {

	/**
	 * Checks the burst.
	 * @throws InvalidTaskArgumentException if the burst is not 1 to 1,000,000
	 */
	public RateLimit {
		if (burst != null && (burst < 1 || burst > Rate.MAX_PERMITS)) {
			throw new InvalidOptionException("The rate-limit-burst of a kind", "rate-limit-burst", burst,
					"1 to 1,000,000");
		}
	}

	/**
	 * Returns a limit with the defaults for the rest.
	 * @param rate a number, a slash and a unit: {@code 10/s}, {@code 600/m} or
	 * {@code 1000/h}
	 * @return the limit
	 * @throws InvalidTaskArgumentException if the text is not a rate
	 */
	public static RateLimit of(String rate) {
		return new RateLimit(Rate.of(rate), null, null, null);
	}

	/**
	 * Returns this limit with another burst.
	 * @param burst the largest number of starts at once; 1 for starts that are always
	 * evenly spaced
	 * @return a new limit
	 * @throws InvalidTaskArgumentException if the burst is not 1 to 1,000,000
	 */
	public RateLimit withBurst(int burst) {
		return new RateLimit(this.rate, burst, this.perSession, this.scope);
	}

	/**
	 * Returns this limit for each session, or for all together.
	 * @param perSession whether each session has the rate for itself
	 * @return a new limit
	 */
	public RateLimit withPerSession(boolean perSession) {
		return new RateLimit(this.rate, this.burst, perSession, this.scope);
	}

	/**
	 * Returns this limit with another scope.
	 * @param scope the hosts that count together
	 * @return a new limit
	 */
	public RateLimit withScope(RateLimitScope scope) {
		return new RateLimit(this.rate, this.burst, this.perSession, scope);
	}

	/**
	 * Returns this limit, with the values of another one where this has none.
	 * @param other the other limit
	 * @return a new limit
	 */
	public RateLimit orElse(RateLimit other) {
		return new RateLimit(either(this.rate, other.rate), either(this.burst, other.burst),
				either(this.perSession, other.perSession), either(this.scope, other.scope));
	}

	private static <T> @Nullable T either(@Nullable T own, @Nullable T other) {
		return (own != null) ? own : other;
	}

	/**
	 * Returns the largest number of starts at once after a pause.
	 * @return the burst, or the starts of one second, at least 1
	 */
	public int effectiveBurst() {
		if (this.burst != null || this.rate == null) {
			return (this.burst != null) ? this.burst : 1;
		}
		return (int) Math.max(1, this.rate.permits() / Math.max(1, this.rate.period().toSeconds()));
	}

}
