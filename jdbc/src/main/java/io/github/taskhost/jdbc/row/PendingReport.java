package io.github.taskhost.jdbc.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalReport.Dropped;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The reports of one task that were not stored yet. Immutable.
 *
 * @param record the record with the latest status, progress and heartbeat
 * @param output the lines of output
 * @param delivered the messages whose delivery is known
 * @param dropped the lines and messages that are past the limits
 */
public record PendingReport(BackgroundTaskRecord record, List<TaskOutputLine> output, List<TaskMessage> delivered,
		Dropped dropped) {

	/** The largest number of lines that wait; older ones are dropped. */
	public static final int MAX_LINES = 1000;

	/** The largest number of messages that wait; older ones stay as they were stored. */
	public static final int MAX_MESSAGES = 1000;

	public static PendingReport of(JournalReport report) {
		return new PendingReport(report.record(), newest(report.output(), MAX_LINES),
				newest(report.delivered(), MAX_MESSAGES), report.dropped());
	}

	/**
	 * The part that a change of the task does not store, or {@code null} if there is
	 * none.
	 */
	public @Nullable PendingReport rest() {
		return this.dropped.equals(Dropped.NOTHING) ? null
				: new PendingReport(this.record, List.of(), List.of(), this.dropped);
	}

	/** Returns this report with its newest lines. */
	public PendingReport withLines(int limit) {
		return new PendingReport(this.record, newest(this.output, limit), this.delivered, this.dropped);
	}

	/** Returns this report followed by a later one. */
	public PendingReport then(PendingReport later) {
		List<TaskOutputLine> lines = new ArrayList<>(this.output);
		lines.addAll(later.output);
		Map<String, TaskMessage> messages = new LinkedHashMap<>();
		this.delivered.forEach((message) -> messages.put(message.id(), message));
		later.delivered.forEach((message) -> messages.put(message.id(), message));
		BackgroundTaskRecord latest = (later.record.version() >= this.record.version()) ? later.record : this.record;
		return new PendingReport(latest, newest(lines, MAX_LINES), newest(List.copyOf(messages.values()), MAX_MESSAGES),
				dropped(later.dropped));
	}

	private Dropped dropped(Dropped later) {
		List<String> ids = new ArrayList<>(this.dropped.messages());
		ids.addAll(later.messages());
		return new Dropped(Math.max(this.dropped.lines(), later.lines()), newest(ids, MAX_MESSAGES));
	}

	private static <T> List<T> newest(List<T> values, int limit) {
		return List.copyOf(values.subList(Math.max(0, values.size() - limit), values.size()));
	}

}
