package io.github.taskhost.config;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * Limits of the retained output, messages and products of tasks. Each is at least 1.
 * Sizes are in bytes, with two bytes for each UTF-16 character.
 *
 * @param outputLines the maximum number of lines of output of a task; the oldest is
 * dropped first
 * @param outputSize the maximum size of the output of a task; the oldest line is dropped
 * first
 * @param messages the maximum number of messages of a task; the oldest that does not wait
 * for its delivery is dropped first, and a new one is refused if all wait
 * @param messageSize the maximum size of a message; a larger one is refused
 * @param artifacts the maximum number of artifacts of a task; a further one is refused
 * @param answers the maximum number of keys of a task with an answer; a question with a
 * further key is refused, and a warning is logged at four fifths of the limit
 * @param questions the maximum number of threads of a body that wait for their turn to
 * ask; a further one is refused
 * @param totalSize the maximum size of the output and messages of all tasks; those of the
 * tasks that ended first are dropped first, then those of the reporting task
 */
public record ReportOptions(int outputLines, long outputSize, int messages, long messageSize, int artifacts,
		int answers, int questions, long totalSize) {

	/**
	 * Checks the ranges.
	 * @throws InvalidTaskArgumentException if a number is less than 1
	 */
	public ReportOptions {
		Ranges.positive("output.retained", outputLines);
		Ranges.positiveSize("output.retained-size", outputSize);
		Ranges.positive("messages.retained", messages);
		Ranges.positiveSize("messages.max-size", messageSize);
		Ranges.positive("limits.artifacts", artifacts);
		Ranges.positive("limits.answers", answers);
		Ranges.positive("limits.questions", questions);
		Ranges.positiveSize("limits.report-size", totalSize);
	}

	/**
	 * Returns the default limits.
	 * @return the limits
	 */
	public static ReportOptions withDefaults() {
		return new ReportOptions(Integer.parseInt(TaskhostDefaults.OUTPUT_RETAINED),
				bytes(TaskhostDefaults.OUTPUT_RETAINED_SIZE), Integer.parseInt(TaskhostDefaults.MESSAGES_RETAINED),
				bytes(TaskhostDefaults.MESSAGES_MAX_SIZE), Integer.parseInt(TaskhostDefaults.LIMIT_ARTIFACTS),
				Integer.parseInt(TaskhostDefaults.LIMIT_ANSWERS), Integer.parseInt(TaskhostDefaults.LIMIT_QUESTIONS),
				bytes(TaskhostDefaults.LIMIT_REPORT_SIZE));
	}

	private static long bytes(String size) {
		long unit = size.endsWith("MB") ? 1024 * 1024 : 1024;
		return unit * Long.parseLong(size.substring(0, size.length() - 2));
	}

}
