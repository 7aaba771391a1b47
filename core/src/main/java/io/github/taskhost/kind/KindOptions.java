package io.github.taskhost.kind;

import java.time.Duration;

import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The options of a kind. Immutable. A registration has precedence for the policies, the
 * timeout, the start and the retries.
 *
 * @param cancelPolicy the way in which cancel requests are carried out, or {@code null}
 * for the default
 * @param closePolicy the fate of live tasks when their session closes, or {@code null}
 * for the default
 * @param timeout the timeout of one attempt, without the time in {@code WAITING}, or
 * {@code null} for none
 * @param maxConcurrent the number of bodies of the kind that may run at once, or
 * {@code null} for no limit
 * @param thread the type of thread for bodies, or {@code null} for the default
 * @param reconcileInterval the interval at which the executor of the kind reconciles live
 * tasks, or {@code null} for never
 * @param retry the retry policy, or {@code null} for the default
 * @param heartbeatTimeout the longest silence of running work, or {@code null} for no
 * limit
 * @param startAfterCommit whether a task that is started in a transaction starts after
 * its commit, or {@code null} for the default, {@code true}
 * @param interrupt whether the host may interrupt the work, or {@code null} for the
 * default, {@link InterruptPolicy#ALLOWED}
 * @param onParentFailure the fate of a live task when its parent fails, or {@code null}
 * for the default, {@link ParentFailurePolicy#CANCEL}
 * @param onNodeLoss the fate of a durable task that starts by name when the process that
 * runs it is lost, or {@code null} for the default, {@link NodeLossPolicy#RESTART}
 * @param schemaVersion the version of the schema of the input, or {@code null} for the
 * default, 1
 * @param durable whether a durable host stores the tasks, or {@code null} for the
 * default, {@code true}
 * @param maxConcurrentCluster the number of bodies of the kind that may run at once on
 * all nodes that share a store together, or {@code null} for no limit
 * @param priority the priority of tasks that set none, 0 to 9, or {@code null} for the
 * default, 5
 * @param rateLimit the limit on the rate at which bodies of the kind start, or
 * {@code null} for no limit
 */
public record KindOptions(@Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
		@Nullable Duration timeout, @Nullable Integer maxConcurrent, @Nullable ThreadType thread,
		@Nullable Duration reconcileInterval, @Nullable TaskRetryPolicy retry, @Nullable Duration heartbeatTimeout,
		@Nullable Boolean startAfterCommit, @Nullable InterruptPolicy interrupt,
		@Nullable ParentFailurePolicy onParentFailure, @Nullable NodeLossPolicy onNodeLoss,
		@Nullable Integer schemaVersion, @Nullable Boolean durable, @Nullable Integer maxConcurrentCluster,
		@Nullable Integer priority, @Nullable RateLimit rateLimit) {

	/** No options. */
	public static final KindOptions NONE = new KindOptions(null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null);

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a duration is not positive, or
	 * {@code maxConcurrent}, {@code maxConcurrentCluster} or {@code schemaVersion} is
	 * less than 1, or {@code onNodeLoss} is LOCAL, or {@code priority} is not 0 to 9
	 */
	public KindOptions {
		requirePositive("timeout", timeout);
		requirePositive("reconcile-interval", reconcileInterval);
		requirePositive("heartbeat-timeout", heartbeatTimeout);
		if (maxConcurrent != null && maxConcurrent < 1) {
			throw invalid("max-concurrent", maxConcurrent, "at least 1");
		}
		if (maxConcurrentCluster != null && maxConcurrentCluster < 1) {
			throw invalid("max-concurrent-cluster", maxConcurrentCluster, "at least 1");
		}
		if (schemaVersion != null && schemaVersion < 1) {
			throw invalid("schema-version", schemaVersion, "at least 1");
		}
		if (priority != null && (priority < BackgroundTaskRegistration.LOWEST_PRIORITY
				|| priority > BackgroundTaskRegistration.HIGHEST_PRIORITY)) {
			throw invalid("priority", priority, "0 to 9, the most urgent");
		}
		if (onNodeLoss == NodeLossPolicy.LOCAL) {
			throw invalid("on-node-loss", onNodeLoss, "restart or fail");
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
	 * Returns these options, with the values of others where these have none.
	 * @param others the other options
	 * @return new options
	 */
	public KindOptions orElse(KindOptions others) {
		return new KindOptions(either(this.cancelPolicy, others.cancelPolicy),
				either(this.closePolicy, others.closePolicy), either(this.timeout, others.timeout),
				either(this.maxConcurrent, others.maxConcurrent), either(this.thread, others.thread),
				either(this.reconcileInterval, others.reconcileInterval), either(this.retry, others.retry),
				either(this.heartbeatTimeout, others.heartbeatTimeout),
				either(this.startAfterCommit, others.startAfterCommit), either(this.interrupt, others.interrupt),
				either(this.onParentFailure, others.onParentFailure), either(this.onNodeLoss, others.onNodeLoss),
				either(this.schemaVersion, others.schemaVersion), either(this.durable, others.durable),
				either(this.maxConcurrentCluster, others.maxConcurrentCluster), either(this.priority, others.priority),
				rateLimit(others));
	}

	/**
	 * Returns the version of the schema of the input.
	 * @return the version, 1 if none is set
	 */
	public int inputSchemaVersion() {
		return (this.schemaVersion != null) ? this.schemaVersion : 1;
	}

	/**
	 * Returns whether a durable host stores the tasks of the kind.
	 * @return {@code true} unless {@code durable} is {@code false}
	 */
	public boolean storesTasks() {
		return !Boolean.FALSE.equals(this.durable);
	}

	private @Nullable RateLimit rateLimit(KindOptions others) {
		return (this.rateLimit != null && others.rateLimit != null) ? this.rateLimit.orElse(others.rateLimit)
				: either(this.rateLimit, others.rateLimit);
	}

	private static <T> @Nullable T either(@Nullable T own, @Nullable T other) {
		return (own != null) ? own : other;
	}

	/**
	 * Returns these options with another cancel policy.
	 * @param cancelPolicy the policy
	 * @return new options
	 */
	public KindOptions withCancelPolicy(CancelPolicy cancelPolicy) {
		return new KindOptions(cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another close policy.
	 * @param closePolicy the policy
	 * @return new options
	 */
	public KindOptions withClosePolicy(ClosePolicy closePolicy) {
		return new KindOptions(this.cancelPolicy, closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another timeout.
	 * @param timeout a positive duration
	 * @return new options
	 */
	public KindOptions withTimeout(Duration timeout) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another limit of running bodies.
	 * @param maxConcurrent at least 1
	 * @return new options
	 */
	public KindOptions withMaxConcurrent(int maxConcurrent) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another type of thread.
	 * @param thread the type
	 * @return new options
	 */
	public KindOptions withThread(ThreadType thread) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another reconcile interval.
	 * @param reconcileInterval a positive duration
	 * @return new options
	 */
	public KindOptions withReconcileInterval(Duration reconcileInterval) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another retry policy.
	 * @param retry the policy
	 * @return new options
	 */
	public KindOptions withRetry(TaskRetryPolicy retry) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another heartbeat timeout.
	 * @param heartbeatTimeout a positive duration
	 * @return new options
	 */
	public KindOptions withHeartbeatTimeout(Duration heartbeatTimeout) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another choice of the start in a transaction.
	 * @param startAfterCommit whether a task starts after the commit
	 * @return new options
	 */
	public KindOptions withStartAfterCommit(boolean startAfterCommit) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another interrupt policy.
	 * @param interrupt whether the host may interrupt the work
	 * @return new options
	 */
	public KindOptions withInterrupt(InterruptPolicy interrupt) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another policy for failures of parents.
	 * @param onParentFailure the policy
	 * @return new options
	 */
	public KindOptions withOnParentFailure(ParentFailurePolicy onParentFailure) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another fate of tasks whose process is lost.
	 * @param onNodeLoss {@link NodeLossPolicy#RESTART} or {@link NodeLossPolicy#FAIL}
	 * @return new options
	 */
	public KindOptions withOnNodeLoss(NodeLossPolicy onNodeLoss) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another version of the schema of the input.
	 * @param schemaVersion at least 1
	 * @return new options
	 */
	public KindOptions withSchemaVersion(int schemaVersion) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another choice of the place of tasks.
	 * @param durable whether a durable host stores the tasks; otherwise they are kept in
	 * memory, seen by their process only, and end with it
	 * @return new options
	 */
	public KindOptions withDurable(boolean durable) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, durable, this.maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another limit of running bodies on all nodes.
	 * @param maxConcurrentCluster at least 1
	 * @return new options
	 */
	public KindOptions withMaxConcurrentCluster(int maxConcurrentCluster) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, maxConcurrentCluster,
				this.priority, this.rateLimit);
	}

	/**
	 * Returns these options with another priority of tasks that set none.
	 * @param priority 0 to 9, the most urgent
	 * @return new options
	 */
	public KindOptions withPriority(int priority) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				priority, this.rateLimit);
	}

	/**
	 * Returns these options with another limit on the rate of starts.
	 * @param rateLimit the limit
	 * @return new options
	 */
	public KindOptions withRateLimit(RateLimit rateLimit) {
		return new KindOptions(this.cancelPolicy, this.closePolicy, this.timeout, this.maxConcurrent, this.thread,
				this.reconcileInterval, this.retry, this.heartbeatTimeout, this.startAfterCommit, this.interrupt,
				this.onParentFailure, this.onNodeLoss, this.schemaVersion, this.durable, this.maxConcurrentCluster,
				this.priority, rateLimit);
	}

	/**
	 * Returns the number of bodies of the kind that may run at once in one host.
	 * @return the smaller of the limit of a host and that of all, or {@code null} for no
	 * limit
	 */
	public @Nullable Integer maxConcurrentHere() {
		if (this.maxConcurrent == null || this.maxConcurrentCluster == null) {
			return either(this.maxConcurrent, this.maxConcurrentCluster);
		}
		return Math.min(this.maxConcurrent, this.maxConcurrentCluster);
	}

}
