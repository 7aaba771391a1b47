package io.github.taskhost.lifecycle;

import io.github.taskhost.HostPhase;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Rules of durable hosts that share a store: which tasks may start in any of them, and
 * which of these a host leaves to the others.
 */
public final class PlacementRules {

	private PlacementRules() {
	}

	/**
	 * Tells whether the body of a task may start in another host.
	 * @param record the task
	 * @return {@code true} for a stored body that waits for its start and starts by name
	 */
	public static boolean isMovable(BackgroundTaskRecord record) {
		return record.mode() == TaskMode.MANAGED && WorkRules.waitsForItsStart(record)
				&& isMovable(record.onNodeLoss());
	}

	/**
	 * Tells whether a new body may start in another host.
	 * @param policy the fate of the task when its process is lost, or {@code null} for a
	 * task in memory
	 * @return {@code true} if the body starts by name
	 */
	public static boolean isMovable(@Nullable NodeLossPolicy policy) {
		return policy == NodeLossPolicy.RESTART || policy == NodeLossPolicy.FAIL;
	}

	/**
	 * Tells whether a host starts no new body of a kind before it has claimed the task in
	 * the store, which counts the claimed tasks of all hosts.
	 * @param options the options of the kind
	 * @return {@code true} if the kind has a limit for all hosts together
	 */
	public static boolean isClaimedFirst(KindOptions options) {
		return options.maxConcurrentCluster() != null;
	}

	/**
	 * Tells whether a host leaves a body that could start in another host to others that
	 * are alive. A child stays where its parent is, which lends it its slot while it
	 * waits for the child.
	 * @param phase the phase of the host
	 * @param full whether the host has no room for the body
	 * @param child whether the task has a parent
	 * @return {@code true} if the host has no room, or drains
	 */
	public static boolean leaves(HostPhase phase, boolean full, boolean child) {
		return phase != HostPhase.RUNNING || full && !child;
	}

}
