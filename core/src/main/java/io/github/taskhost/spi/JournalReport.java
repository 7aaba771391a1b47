package io.github.taskhost.spi;

import java.util.List;

import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * A report of running work that is stored some time later. It decides nothing.
 *
 * @param record the record with the present status, progress and heartbeat
 * @param output the lines of output since the last report
 * @param delivered the messages whose delivery is known since the last report
 */
public record JournalReport(BackgroundTaskRecord record, List<TaskOutputLine> output, List<TaskMessage> delivered) {

	/** Copies the lists. */
	public JournalReport {
		output = List.copyOf(output);
		delivered = List.copyOf(delivered);
	}

}
