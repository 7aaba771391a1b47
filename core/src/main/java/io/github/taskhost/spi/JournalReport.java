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
 * @param dropped the lines and messages that are past the limits since the last report
 */
public record JournalReport(BackgroundTaskRecord record, List<TaskOutputLine> output, List<TaskMessage> delivered,
		Dropped dropped) {

	/** Copies the lists. */
	public JournalReport {
		output = List.copyOf(output);
		delivered = List.copyOf(delivered);
	}

	/**
	 * Creates a report that drops nothing.
	 * @param record the record with the present status, progress and heartbeat
	 * @param output the lines of output since the last report
	 * @param delivered the messages whose delivery is known since the last report
	 */
	public JournalReport(BackgroundTaskRecord record, List<TaskOutputLine> output, List<TaskMessage> delivered) {
		this(record, output, delivered, Dropped.NOTHING);
	}

	/**
	 * Lines and messages that the host no longer keeps.
	 *
	 * @param lines the position of the last line that was dropped, with all before it; 0
	 * for none
	 * @param messages the ids of messages
	 */
	public record Dropped(long lines, List<String> messages) {

		/** Nothing. */
		public static final Dropped NOTHING = new Dropped(0, List.of());

		/** Copies the list. */
		public Dropped {
			messages = List.copyOf(messages);
		}

	}

}
