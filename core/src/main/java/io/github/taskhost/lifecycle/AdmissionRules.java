package io.github.taskhost.lifecycle;

import io.github.taskhost.HostPhase;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Rules of admission: whether a host takes work, and whether its start waits for a
 * transaction.
 */
public final class AdmissionRules {

	private AdmissionRules() {
	}

	/**
	 * Checks the phase, the session and the limits for new work.
	 * @param phase the phase of the host
	 * @param closing whether the session is being closed
	 * @param live the live tasks of the host
	 * @param liveInSession the live tasks of the session
	 * @param more the number of tasks to admit
	 * @param limits the limits
	 * @return the reason to reject the work, or {@code null} to admit it
	 */
	public static @Nullable RejectionReason rejection(HostPhase phase, boolean closing, int live, int liveInSession,
			int more, HostLimits limits) {
		if (!takesWork(phase)) {
			return RejectionReason.SHUTDOWN;
		}
		if (closing) {
			return RejectionReason.SESSION_CLOSING;
		}
		if (liveInSession > limits.liveTasksPerSession() - more) {
			return RejectionReason.SESSION_LIVE_TASKS;
		}
		return (live > limits.liveTasks() - more) ? RejectionReason.LIVE_TASKS : null;
	}

	/**
	 * Tells whether a host in this phase takes work.
	 * @param phase the phase
	 * @return {@code true} while it runs or drains
	 */
	public static boolean takesWork(HostPhase phase) {
		return phase == HostPhase.RUNNING || phase == HostPhase.DRAINING;
	}

	/**
	 * Tells whether a start waits for the commit of the caller's transaction.
	 * @param registration the registration of the task
	 * @param options the options of its kind
	 * @param mode the mode of its work
	 * @return {@code true} for work that the host starts, unless the registration or its
	 * kind says otherwise
	 */
	public static boolean startsAfterCommit(BackgroundTaskRegistration registration, KindOptions options,
			TaskMode mode) {
		Boolean wanted = (registration.startAfterCommit() != null) ? registration.startAfterCommit()
				: options.startAfterCommit();
		return !mode.isOwnersToStart() && !Boolean.FALSE.equals(wanted);
	}

}
