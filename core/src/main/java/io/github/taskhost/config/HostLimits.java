package io.github.taskhost.config;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How much work the host takes. Past a limit, work is refused with a
 * {@link TaskRejectedException}; nothing that was taken is dropped.
 *
 * @param liveTasks live tasks in all
 * @param liveTasksPerSession live tasks of one session
 * @param hiddenTasks hidden tasks in all
 * @param hiddenFailures failures of hidden work that are kept for one session; later ones
 * are logged and counted only
 * @param kinds kinds
 * @param subscriptions subscriptions
 * @param attempts earlier attempts that are kept for one task; the oldest go first
 * @param wakes wakes that wait to be drained in all; past that the oldest go
 * @param wakesPerSession wakes of one session that wait to be drained; past that its
 * oldest go
 */
public record HostLimits(int liveTasks, int liveTasksPerSession, int hiddenTasks, int hiddenFailures, int kinds,
		int subscriptions, int attempts, int wakes, int wakesPerSession) {

	/**
	 * Checks the numbers.
	 * @throws InvalidTaskArgumentException if one is less than 1
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
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static HostLimits withDefaults() {
		return new HostLimits(Integer.parseInt(TaskhostDefaults.LIMIT_LIVE_TASKS),
				Integer.parseInt(TaskhostDefaults.LIMIT_LIVE_TASKS_PER_SESSION),
				Integer.parseInt(TaskhostDefaults.LIMIT_HIDDEN_TASKS),
				Integer.parseInt(TaskhostDefaults.LIMIT_HIDDEN_FAILURES),
				Integer.parseInt(TaskhostDefaults.LIMIT_KINDS), Integer.parseInt(TaskhostDefaults.LIMIT_SUBSCRIPTIONS),
				Integer.parseInt(TaskhostDefaults.LIMIT_ATTEMPTS), Integer.parseInt(TaskhostDefaults.LIMIT_WAKES),
				Integer.parseInt(TaskhostDefaults.LIMIT_WAKES_PER_SESSION));
	}

	/**
	 * These limits with another for earlier attempts.
	 * @param attempts earlier attempts that are kept for one task
	 * @return new limits
	 */
	public HostLimits withAttempts(int attempts) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
				this.kinds, this.subscriptions, attempts, this.wakes, this.wakesPerSession);
	}

	/**
	 * These limits with others for wakes.
	 * @param inAll wakes that wait in all
	 * @param perSession wakes of one session that wait
	 * @return new limits
	 */
	public HostLimits withWakes(int inAll, int perSession) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
				this.kinds, this.subscriptions, this.attempts, inAll, perSession);
	}

	/**
	 * These limits with others for live tasks.
	 * @param inAll live tasks in all
	 * @param perSession live tasks of one session
	 * @return new limits
	 */
	public HostLimits withLiveTasks(int inAll, int perSession) {
		return new HostLimits(inAll, perSession, this.hiddenTasks, this.hiddenFailures, this.kinds, this.subscriptions,
				this.attempts, this.wakes, this.wakesPerSession);
	}

	/**
	 * These limits with others for hidden tasks.
	 * @param inAll hidden tasks in all
	 * @param failures failures that are kept for one session
	 * @return new limits
	 */
	public HostLimits withHiddenTasks(int inAll, int failures) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, inAll, failures, this.kinds, this.subscriptions,
				this.attempts, this.wakes, this.wakesPerSession);
	}

	/**
	 * These limits with another for kinds.
	 * @param kinds kinds
	 * @return new limits
	 */
	public HostLimits withKinds(int kinds) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures, kinds,
				this.subscriptions, this.attempts, this.wakes, this.wakesPerSession);
	}

	/**
	 * These limits with another for subscriptions.
	 * @param subscriptions subscriptions
	 * @return new limits
	 */
	public HostLimits withSubscriptions(int subscriptions) {
		return new HostLimits(this.liveTasks, this.liveTasksPerSession, this.hiddenTasks, this.hiddenFailures,
				this.kinds, subscriptions, this.attempts, this.wakes, this.wakesPerSession);
	}

}
