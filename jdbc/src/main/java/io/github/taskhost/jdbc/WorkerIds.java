package io.github.taskhost.jdbc;

import java.util.UUID;

/**
 * The ids of workers: {@code worker_} and the id of the row of the node.
 */
final class WorkerIds {

	private static final String PREFIX = "worker_";

	private WorkerIds() {
	}

	static String of(UUID node) {
		return PREFIX + node;
	}

}
