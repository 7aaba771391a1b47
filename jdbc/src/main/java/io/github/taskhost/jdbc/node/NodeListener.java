package io.github.taskhost.jdbc.node;

import java.util.List;
import java.util.UUID;

/**
 * The host behind a lease: it is told about nodes, and tells about itself.
 */
public interface NodeListener {

	/**
	 * This node was fenced. It accepts nothing until this method returns, and then
	 * continues under a new id. Called on a thread of its own.
	 * @param node the id before
	 */
	void fenced(UUID node);

	/**
	 * Other nodes have no lease, or were fenced and still have a row.
	 * @param nodes their ids
	 */
	void expired(List<UUID> nodes);

	/** Another node has registered or holds a lease, and none did before. */
	default void joined() {
	}

	/** The number of tasks that run here. Asked at each heartbeat. */
	default int running() {
		return 0;
	}

	/** Whether this node leaves new tasks to others. Asked at each heartbeat. */
	default boolean isDraining() {
		return false;
	}

}
