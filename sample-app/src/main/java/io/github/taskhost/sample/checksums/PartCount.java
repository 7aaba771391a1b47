package io.github.taskhost.sample.checksums;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.task.Progress;

/**
 * The number of parts of a checksum that have ended, which is the progress of its task.
 * Parts end on other threads, and in any order. Thread-safe.
 */
final class PartCount {

	private final int total;

	private final TaskReporter parent;

	private int ended;

	PartCount(int total, TaskReporter parent) {
		this.total = total;
		this.parent = parent;
	}

	/** Counts the end of a part. The parent may have ended by then, which is harmless. */
	void watch(BackgroundTaskHandle<?> part) {
		part.completion().thenRun(this::next);
	}

	private synchronized void next() {
		if (this.ended < this.total) {
			report(this.ended + 1);
		}
	}

	/** Does not wait until the last parts are counted. */
	synchronized void complete() {
		report(this.total);
	}

	private void report(int count) {
		this.ended = count;
		this.parent.progress(Progress.of(count, this.total, "parts"));
	}

}
