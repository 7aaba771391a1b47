package io.github.taskhost.lifecycle;

import java.util.stream.Stream;

import io.github.taskhost.task.BackgroundTaskRecord;

/** Records of the transition matrix, for tests of the shell. */
public final class MatrixRecords {

	private MatrixRecords() {
	}

	/**
	 * Every record of the matrix: each mode in each state, and after each command that
	 * changes it.
	 */
	public static Stream<BackgroundTaskRecord> all() {
		return TransitionMatrixTests.records();
	}

}
