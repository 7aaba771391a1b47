package io.github.taskhost.kind;

import java.time.Duration;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The options of a kind. A registration overrides the policies, the timeout and what it
 * says about starts and retries.
 *
 * @param cancelPolicy how cancel requests are carried out, or {@code null}
 * @param closePolicy what becomes of tasks when their session closes, or {@code null}
 * @param timeout how long one attempt may run, or {@code null}
 * @param maxConcurrent how many bodies of the kind may run at once, or {@code null} for
 * no bound
 * @param thread what bodies run on, or {@code null}
 * @param reconcileInterval how often the kind's executor brings a live task up to date,
 * or {@code null} for never
 * @param retry whether a failed attempt is followed by another, or {@code null}
 * @param heartbeatTimeout how long running work may be silent, or {@code null} for as
 * long as it likes
 * @param startAfterCommit whether a start waits for the commit of the transaction that it
 * is asked for in, or {@code null} for yes
 */
public record KindOptions(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
		@Nullable Duration timeout, @Nullable Integer maxConcurrent, @Nullable ThreadType thread,
		@Nullable Duration reconcileInterval, @Nullable TaskRetryPolicy retry, @Nullable Duration heartbeatTimeout,
		@Nullable Boolean startAfterCommit) {

	/** Nothing set. */
	public static final KindOptions NONE = new KindOptions(null, null, null, null, null, null, null, null, null);

	/**
	 * Checks the bounds.
	 * @throws InvalidTaskArgumentException if a time is not positive or the number less
	 * than 1
	 */
	public KindOptions {
		requirePositive("timeout", timeout);
		requirePositive("reconcile-interval", reconcileInterval);
		requirePositive("heartbeat-timeout", heartbeatTimeout);
		if (maxConcurrent != null && maxConcurrent < 1) {
			throw invalid("max-concurrent", maxConcurrent, "at least 1");
		}
	}

	private static void requirePositive(String option, @Nullable Duration time) {
		if (time != null && !time.isPositive()) {
			throw invalid(option, time, "more than zero");
		}
	}

	private static InvalidOptionException invalid(String option, Object value, String remedy) {
		return new InvalidOptionException("The " + option + " of a kind", option, value, remedy);
	}

	/**
	 * These options, with others for what they leave out.
	 * @param others the others
	 * @return new options
	 */
	public KindOptions orElse(KindOptions others) {
		return new KindOptions(either(this.cancelPolicy, others.cancelPolicy),
				either(this.closePolicy, others.closePolicy), either(this.timeout, others.timeout),
				either(this.maxConcurrent, others.maxConcurrent), either(this.thread, others.thread),
				either(this.reconcileInterval, others.reconcileInterval), either(this.retry, others.retry),
				either(this.heartbeatTimeout, others.heartbeatTimeout),
				either(this.startAfterCommit, others.startAfterCommit));
	}

	private static <T> @Nullable T either(@Nullable T own, @Nullable T other) {
		return (own != null) ? own : other;
	}

	/**
	 * These options with another cancel policy.
	 * @param cancelPolicy the policy
	 * @return new options
	 */
	public KindOptions withCancelPolicy(CancelPolicy cancelPolicy) {
		return new KindOptions(cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another close policy.
	 * @param closePolicy the policy
	 * @return new options
	 */
	public KindOptions withClosePolicy(ClosePolicy closePolicy) {
		return new KindOptions(this.cancelPolicy, closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another timeout.
	 * @param timeout more than zero
	 * @return new options
	 */
	public KindOptions withTimeout(Duration timeout) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another limit of bodies at once.
	 * @param maxConcurrent at least 1
	 * @return new options
	 */
	public KindOptions withMaxConcurrent(int maxConcurrent) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another type of thread.
	 * @param thread the type
	 * @return new options
	 */
	public KindOptions withThread(ThreadType thread) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another interval of reconciling.
	 * @param reconcileInterval more than zero
	 * @return new options
	 */
	public KindOptions withReconcileInterval(Duration reconcileInterval) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another policy of retries.
	 * @param retry the policy
	 * @return new options
	 */
	public KindOptions withRetry(TaskRetryPolicy retry) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, retry, this.heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another bound of silence.
	 * @param heartbeatTimeout more than zero
	 * @return new options
	 */
	public KindOptions withHeartbeatTimeout(Duration heartbeatTimeout) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, heartbeatTimeout, this.startAfterCommit);
	}

	/**
	 * These options with another time to start.
	 * @param startAfterCommit whether a start waits for the commit of its transaction
	 * @return new options
	 */
	public KindOptions withStartAfterCommit(boolean startAfterCommit) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, startAfterCommit);
	}

}
