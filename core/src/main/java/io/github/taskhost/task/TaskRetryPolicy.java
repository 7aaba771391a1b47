package io.github.taskhost.task;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failed attempt is followed by another, and after how long. The wait grows by
 * the multiplier from attempt to attempt, up to a maximum, and varies by the jitter, so
 * that tasks that failed together do not come back together. Immutable.
 *
 * <p>
 * A timeout, a lost heartbeat and a cancellation end a task without another attempt,
 * whatever the policy says.
 *
 * @param maxAttempts how many attempts at most, the first included: 1 to 1,000
 * @param initialDelay the wait before the second attempt: 10 ms or more
 * @param multiplier by how much each wait is longer than the one before: 1 to 100
 * @param maxDelay the longest wait; not less than the first, at most 3,650 days
 * @param jitter by which part of it a wait varies, either way: 0 to less than 1
 * @param retryOn the names of the classes of what a body must throw to be tried again:
 * these and their subclasses, at most 20. A failure that is reported, and not thrown, is
 * tried again when {@link Exception} is among them, or its type
 * @param notOn the names of exceptions to that, at most 20
 */
public record TaskRetryPolicy(int maxAttempts, Duration initialDelay, double multiplier, Duration maxDelay,
		double jitter, List<String> retryOn, List<String> notOn) {

	private static final String EXCEPTION = "java.lang.Exception";

	private static final int MOST_ATTEMPTS = 1000;

	private static final int MOST_NAMES = 20;

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration LONGEST = Duration.ofDays(3650);

	/** One attempt. */
	public static final TaskRetryPolicy NONE = new TaskRetryPolicy(1,
			Duration.parse(TaskhostDefaults.RETRY_INITIAL_DELAY), Double.parseDouble(TaskhostDefaults.RETRY_MULTIPLIER),
			Duration.parse(TaskhostDefaults.RETRY_MAX_DELAY), Double.parseDouble(TaskhostDefaults.RETRY_JITTER),
			List.of(EXCEPTION), List.of());

	/**
	 * Checks the bounds.
	 * @throws InvalidTaskArgumentException if one is not kept
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
	 * A policy that tries again after any exception, after a second first, then twice as
	 * long each time up to five minutes, varied by a fifth.
	 * @param maxAttempts how many attempts at most, the first included
	 * @return a policy
	 * @throws InvalidTaskArgumentException if the number is not 1 to 1,000
	 */
	public static TaskRetryPolicy ofMaxAttempts(int maxAttempts) {
		return NONE.withMaxAttempts(maxAttempts);
	}

	/**
	 * What a registration or a kind says.
	 * @param policy the policy, or {@code null} for {@link #NONE}
	 * @param maxAttempts how many attempts at most, or {@code null} for those of the
	 * policy
	 * @return the policy that results
	 */
	public static TaskRetryPolicy of(@Nullable TaskRetryPolicy policy, @Nullable Integer maxAttempts) {
		TaskRetryPolicy base = (policy != null) ? policy : NONE;
		return (maxAttempts != null) ? base.withMaxAttempts(maxAttempts) : base;
	}

	/**
	 * This policy with another number of attempts.
	 * @param maxAttempts how many at most, the first included
	 * @return a new policy
	 */
	public TaskRetryPolicy withMaxAttempts(int maxAttempts) {
		return new TaskRetryPolicy(maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, this.jitter,
				this.retryOn, this.notOn);
	}

	/**
	 * This policy with other waits.
	 * @param initialDelay the first: 10 ms or more
	 * @param multiplier by how much each is longer than the one before
	 * @param maxDelay the longest
	 * @return a new policy
	 */
	public TaskRetryPolicy withBackoff(Duration initialDelay, double multiplier, Duration maxDelay) {
		return new TaskRetryPolicy(this.maxAttempts, initialDelay, multiplier, maxDelay, this.jitter, this.retryOn,
				this.notOn);
	}

	/**
	 * This policy with another jitter.
	 * @param jitter by which part of it a wait varies, either way
	 * @return a new policy
	 */
	public TaskRetryPolicy withJitter(double jitter) {
		return new TaskRetryPolicy(this.maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, jitter,
				this.retryOn, this.notOn);
	}

	/**
	 * This policy for other failures.
	 * @param retryOn what a body must throw to be tried again
	 * @return a new policy
	 */
	@SafeVarargs
	@SuppressWarnings("varargs")
	public final TaskRetryPolicy withRetryOn(Class<? extends Throwable>... retryOn) {
		return new TaskRetryPolicy(this.maxAttempts, this.initialDelay, this.multiplier, this.maxDelay, this.jitter,
				names(List.of(retryOn)), this.notOn);
	}

	/**
	 * This policy with other exceptions to what is tried again.
	 * @param notOn what ends the task at once
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
	 * Whether what was thrown is worth another attempt.
	 * @param thrown what the body threw
	 * @return {@code true} if so, however many attempts there were
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
	 * Whether a failure that was reported is worth another attempt.
	 * @param failure the failure
	 * @return {@code true} if so, however many attempts there were
	 */
	public boolean retries(TaskFailure failure) {
		boolean named = failure.type() != null && this.retryOn.contains(failure.type());
		boolean excepted = failure.type() != null && this.notOn.contains(failure.type());
		return (named || this.retryOn.contains(EXCEPTION)) && !excepted;
	}

}
