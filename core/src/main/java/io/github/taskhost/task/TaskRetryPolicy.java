package io.github.taskhost.task;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * A retry policy with exponential back-off and jitter: which failed attempts are followed
 * by another one, and after which delay. Immutable.
 *
 * <p>
 * A timeout, a lost heartbeat and a cancellation are never retried (rule R16 of
 * {@code docs/design.md}).
 *
 * @param maxAttempts the maximum number of attempts, including the first: 1 to 1,000
 * @param initialDelay the delay before the second attempt: 10 ms or more
 * @param multiplier the factor from each delay to the next: 1 to 100
 * @param maxDelay the longest delay: not less than the initial delay, and at most 3,650
 * days
 * @param jitter the fraction by which a delay varies randomly in both directions: 0 to
 * less than 1
 * @param retryOn the class names of the exceptions that are retried, including
 * subclasses; at most 20. A reported failure is retried if {@link Exception} or its type
 * is among them
 * @param notOn the class names of exceptions that are not retried, including subclasses;
 * at most 20
 */
public record TaskRetryPolicy(int maxAttempts, Duration initialDelay, double multiplier, Duration maxDelay,
		double jitter, List<String> retryOn, List<String> notOn) {

	private static final String EXCEPTION = "java.lang.Exception";

	private static final int MOST_ATTEMPTS = 1000;

	private static final int MOST_NAMES = 20;

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofDays(3650);

	/** A policy with one attempt. */
	public static final TaskRetryPolicy NONE = new TaskRetryPolicy(1,
			Duration.parse(TaskhostDefaults.RETRY_INITIAL_DELAY), Double.parseDouble(TaskhostDefaults.RETRY_MULTIPLIER),
			Duration.parse(TaskhostDefaults.RETRY_MAX_DELAY), Double.parseDouble(TaskhostDefaults.RETRY_JITTER),
			List.of(EXCEPTION), List.of());

	/**
	 * Checks the ranges and copies the lists.
	 * @throws InvalidTaskArgumentException if a value is out of its range
	 */
	public TaskRetryPolicy {
		retryOn = List.copyOf(retryOn);
		notOn = List.copyOf(notOn);
		require(retryOn.size() <= MOST_NAMES && notOn.size() <= MOST_NAMES, "list of exceptions", "too long",
				"at most " + MOST_NAMES);
		require(maxAttempts >= 1 && maxAttempts <= MOST_ATTEMPTS, "max-attempts", maxAttempts, "1 to 1,000");
		require(initialDelay.compareTo(SHORTEST) >= 0, "initial-delay", initialDelay, "10 ms or more");
		require(multiplier >= 1 && multiplier <= 100, "multiplier", multiplier, "1 to 100");
		require(maxDelay.compareTo(initialDelay) >= 0 && maxDelay.compareTo(LONGEST) <= 0, "max-delay", maxDelay,
				"the initial delay or more, at most 3,650 days; the default is " + TaskhostDefaults.RETRY_MAX_DELAY);
		require(jitter >= 0 && jitter < 1, "jitter", jitter, "0 to less than 1");
	}

	private static void require(boolean valid, String option, Object value, String remedy) {
		if (!valid) {
			throw new InvalidOptionException("The " + option + " of retries", option, value, remedy);
		}
	}

	/**
	 * Returns a policy that retries after any {@link Exception}. The first delay is one
	 * second, each further delay is twice as long, up to five minutes, with a jitter of
	 * 0.2.
	 * @param maxAttempts the maximum number of attempts, including the first
	 * @return a policy
	 * @throws InvalidTaskArgumentException if the number is not 1 to 1,000
	 */
	public static TaskRetryPolicy ofMaxAttempts(int maxAttempts) {
		return NONE.withMaxAttempts(maxAttempts);
	}

	/**
	 * Returns the policy of a registration or a kind.
	 * @param policy the policy, or {@code null} for {@link #NONE}
	 * @param maxAttempts the maximum number of attempts, or {@code null} for that of the
	 * policy
	 * @return the effective policy
	 * @throws InvalidTaskArgumentException if the number is not 1 to 1,000
	 */
	public static TaskRetryPolicy of(@Nullable TaskRetryPolicy policy, @Nullable Integer maxAttempts) {
		TaskRetryPolicy base = (policy != null) ? policy : NONE;
		return (maxAttempts != null) ? base.withMaxAttempts(maxAttempts) : base;
	}

	/**
	 * Returns this policy with another number of attempts.
	 * @param maxAttempts the maximum number of attempts, including the first
	 * @return a new policy
	 * @throws InvalidTaskArgumentException if the number is not 1 to 1,000
	 */
	public TaskRetryPolicy withMaxAttempts(int maxAttempts) {
		return new TaskRetryPolicy(maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, this.jitter,
				this.retryOn, this.notOn);
	}

	/**
	 * Returns this policy with another back-off.
	 * @param initialDelay the delay before the second attempt: 10 ms or more
	 * @param multiplier the factor from each delay to the next: 1 to 100
	 * @param maxDelay the longest delay
	 * @return a new policy
	 * @throws InvalidTaskArgumentException if a value is out of its range
	 */
	public TaskRetryPolicy withBackoff(Duration initialDelay, double multiplier, Duration maxDelay) {
		return new TaskRetryPolicy(this.maxAttempts, initialDelay, multiplier, maxDelay, this.jitter, this.retryOn,
				this.notOn);
	}

	/**
	 * Returns this policy with another jitter.
	 * @param jitter the fraction by which a delay varies: 0 to less than 1
	 * @return a new policy
	 * @throws InvalidTaskArgumentException if the jitter is out of its range
	 */
	public TaskRetryPolicy withJitter(double jitter) {
		return new TaskRetryPolicy(this.maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, jitter,
				this.retryOn, this.notOn);
	}

	/**
	 * Returns this policy with other exceptions to retry.
	 * @param retryOn the exceptions that are retried, including subclasses; at most 20
	 * @return a new policy
	 */
	@SafeVarargs
	@SuppressWarnings("varargs")
	public final TaskRetryPolicy withRetryOn(Class<? extends Throwable>... retryOn) {
		return new TaskRetryPolicy(this.maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, this.jitter,
				names(List.of(retryOn)), this.notOn);
	}

	/**
	 * Returns this policy with other exceptions that are not retried.
	 * @param notOn the exceptions that end the task, including subclasses; at most 20
	 * @return a new policy
	 */
	@SafeVarargs
	@SuppressWarnings("varargs")
	public final TaskRetryPolicy withNotOn(Class<? extends Throwable>... notOn) {
		return new TaskRetryPolicy(this.maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, this.jitter,
				this.retryOn, names(List.of(notOn)));
	}

	private static List<String> names(List<Class<? extends Throwable>> types) {
		return types.stream().<String>map(Class::getName).toList();
	}

	/**
	 * Returns whether this policy retries an exception, regardless of the number of
	 * attempts.
	 * @param thrown the exception of the body
	 * @return {@code true} if it is retried
	 */
	public boolean retries(Throwable thrown) {
		return names(thrown, this.retryOn) && !names(thrown, this.notOn);
	}

	private static boolean names(Throwable thrown, List<String> names) {
		for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
			if (names.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns whether this policy retries a reported failure, regardless of the number of
	 * attempts.
	 * @param failure the failure
	 * @return {@code true} if it is retried
	 */
	public boolean retries(TaskFailure failure) {
		boolean named = failure.type() != null && this.retryOn.contains(failure.type());
		boolean excepted = failure.type() != null && this.notOn.contains(failure.type());
		return (named || this.retryOn.contains(EXCEPTION)) && !excepted;
	}

}
