package io.github.taskhost.config;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Limits of the work of a host ({@code taskhost.limits}). Each is at least 1. Work past a
 * limit is refused with a {@link TaskRejectedException}; accepted work is never dropped.
 *
 * @param liveTasks the maximum number of live tasks
 * @param liveTasksPerSession the maximum number of live tasks of a session
 * @param hiddenTasks the maximum number of hidden tasks
 * @param hiddenFailures the maximum number of retained failures of hidden work of a
 * session; further failures are only logged and counted. In all, as many as hidden tasks
 * are retained, and as long as ended records
 * @param kinds the maximum number of kinds
 * @param subscriptions the maximum number of subscriptions
 * @param attempts the maximum number of retained earlier attempts of a task; the oldest
 * is dropped first
 * @param wakes the maximum number of queued wakes; the oldest is dropped first
 * @param wakesPerSession the maximum number of queued wakes of a session; the oldest is
 * dropped first
 * @param recoveries the number of processes in a row that a durable task may lose; the
 * last loss ends it
 */
public record HostLimits(int liveTasks, int liveTasksPerSession, int hiddenTasks, int hiddenFailures, int kinds,
		int subscriptions, int attempts, int wakes, int wakesPerSession, int recoveries) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a number is less than 1
	 */
	public HostLimits {
		Ranges.positive("limits.live-tasks", liveTasks);
		Ranges.positive("limits.live-tasks-per-session", liveTasksPerSession);
		Ranges.positive("limits.hidden-tasks", hiddenTasks);
		Ranges.positive("limits.hidden-failures", hiddenFailures);
		Ranges.positive("limits.kinds", kinds);
		Ranges.positive("limits.subscriptions", subscriptions);
		Ranges.positive("limits.attempts", attempts);
		Ranges.positive("limits.wakes", wakes);
		Ranges.positive("limits.wakes-per-session", wakesPerSession);
		Ranges.positive("limits.recoveries", recoveries);
	}

	/**
	 * Returns the default limits.
	 * @return the limits
	 */
	public static HostLimits withDefaults() {
		return new HostLimits(Integer.parseInt(TaskhostDefaults.LIMIT_LIVE_TASKS),
				Integer.parseInt(TaskhostDefaults.LIMIT_LIVE_TASKS_PER_SESSION),
				Integer.parseInt(TaskhostDefaults.LIMIT_HIDDEN_TASKS),
				Integer.parseInt(TaskhostDefaults.LIMIT_HIDDEN_FAILURES),
				Integer.parseInt(TaskhostDefaults.LIMIT_KINDS), Integer.parseInt(TaskhostDefaults.LIMIT_SUBSCRIPTIONS),
				Integer.parseInt(TaskhostDefaults.LIMIT_ATTEMPTS), Integer.parseInt(TaskhostDefaults.LIMIT_WAKES),
				Integer.parseInt(TaskhostDefaults.LIMIT_WAKES_PER_SESSION),
				Integer.parseInt(TaskhostDefaults.LIMIT_RECOVERIES));
	}

	/**
	 * Returns these limits with another limit of earlier attempts.
	 * @param attempts the maximum number for a task
	 * @return new limits
	 */
	public HostLimits withAttempts(int attempts) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
				this.kinds, this.subscriptions, attempts, this.wakes, this.wakesPerSession, this.recoveries);
	}

	/**
	 * Returns these limits with other limits of queued wakes.
	 * @param inAll the maximum number
	 * @param perSession the maximum number for a session
	 * @return new limits
	 */
	public HostLimits withWakes(int inAll, int perSession) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
				this.kinds, this.subscriptions, this.attempts, inAll, perSession, this.recoveries);
	}

	/**
	 * Returns these limits with other limits of live tasks.
	 * @param inAll the maximum number
	 * @param perSession the maximum number for a session
	 * @return new limits
	 */
	public HostLimits withLiveTasks(int inAll, int perSession) {
		return new HostLimits(inAll, perSession, this.hiddenTasks, this.hiddenFailures, this.kinds, this.subscriptions,
				this.attempts, this.wakes, this.wakesPerSession, this.recoveries);
	}

	/**
	 * Returns these limits with other limits of hidden tasks.
	 * @param inAll the maximum number
	 * @param failures the maximum number of retained failures of a session
	 * @return new limits
	 */
	public HostLimits withHiddenTasks(int inAll, int failures) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, inAll, failures, this.kinds, this.subscriptions,
				this.attempts, this.wakes, this.wakesPerSession, this.recoveries);
	}

	/**
	 * Returns these limits with another limit of kinds.
	 * @param kinds the maximum number
	 * @return new limits
	 */
	public HostLimits withKinds(int kinds) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures, kinds,
				this.subscriptions, this.attempts, this.wakes, this.wakesPerSession, this.recoveries);
	}

	/**
	 * Returns these limits with another limit of subscriptions.
	 * @param subscriptions the maximum number
	 * @return new limits
	 */
	public HostLimits withSubscriptions(int subscriptions) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
				this.kinds, subscriptions, this.attempts, this.wakes, this.wakesPerSession, this.recoveries);
	}

}
