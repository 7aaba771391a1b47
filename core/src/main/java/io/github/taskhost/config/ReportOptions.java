package io.github.taskhost.config;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.TaskhostDefaults;

/**
 * How much of what tasks report is kept.
 *
 * @param outputLines lines of output of one task; the oldest go first
 * @param outputSize bytes of output of one task, as UTF-16; the oldest lines go first
 * @param messages messages of one task; the oldest that wait for nobody go first, and
 * when all wait, another one is refused
 * @param messageSize bytes of one message, as UTF-16; a larger one is refused
 * @param artifacts artifacts of one task; another one is refused
 * @param answers answers that are kept for one task; another question is refused
 * @param totalSize bytes of the output and messages of all tasks, as UTF-16; those of
 * tasks that ended first go first, then those of the task that reports
 */
public record ReportOptions(int outputLines, long outputSize, int messages, long messageSize, int artifacts,
		int answers, long totalSize) {

	/**
	 * Checks the numbers.
	 * @throws InvalidTaskArgumentException if one is less than 1
	 */
	public ReportOptions {
		Ranges.positive("output.retained", outputLines);
		Ranges.positiveSize("output.retained-size", outputSize);
		Ranges.positive("messages.retained", messages);
		Ranges.positiveSize("messages.max-size", messageSize);
		Ranges.positive("limits.artifacts", artifacts);
		Ranges.positive("limits.answers", answers);
		Ranges.positiveSize("limits.report-size", totalSize);
	}

	/**
	 * The defaults.
	 * @return options
	 */
	public static ReportOptions withDefaults() {
		return new ReportOptions(Integer.parseInt(TaskhostDefaults.OUTPUT_RETAINED),
				bytes(TaskhostDefaults.OUTPUT_RETAINED_SIZE), Integer.parseInt(TaskhostDefaults.MESSAGES_RETAINED),
				bytes(TaskhostDefaults.MESSAGES_MAX_SIZE), Integer.parseInt(TaskhostDefaults.LIMIT_ARTIFACTS),
				Integer.parseInt(TaskhostDefaults.LIMIT_ANSWERS), bytes(TaskhostDefaults.LIMIT_REPORT_SIZE));
	}

	private static long bytes(String size) {
		long unit = size.endsWith("MB") ? 1024 * 1024 : 1024;
		return unit * Long.parseLong(size.substring(0, size.length() - 2));
	}

}
