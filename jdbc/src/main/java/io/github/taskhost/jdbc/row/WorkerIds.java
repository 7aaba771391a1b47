package io.github.taskhost.jdbc.row;

import java.util.UUID;

/**
 * The ids of workers: {@code worker_} and the id of the row of the node.
 */
public final class WorkerIds {

	private static final String PREFIX = "worker_";

	private WorkerIds() {
	}

	public static String of(UUID node) {
		return PREFIX + node;
	}

	/** Returns the node of a worker. */
	public static UUID nodeOf(String worker) {
		return UUID.fromString(worker.substring(PREFIX.length()));
	}

}
