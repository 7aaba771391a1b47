package io.github.taskhost.jdbc;

import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bounds of reports while the database is away. */
class PendingReportsTests {

	private final PendingReports reports = new PendingReports();

	private static JournalReport report(BackgroundTaskRecord record, int lines) {
		List<TaskOutputLine> output = new ArrayList<>();
		for (int i = 1; i <= lines; i++) {
			output.add(new TaskOutputLine(i, "out", "line " + i, Records.START));
		}
		return new JournalReport(record, output, List.of());
	}

	@Test
	void reportsOfManyTasksKeepTheirLastLines() {
		List<BackgroundTaskRecord> records = new ArrayList<>();
		for (int i = 0; i < 150; i++) {
			BackgroundTaskRecord record = Records.small("chat");
			records.add(record);
			this.reports.add(report(record, 2_000));
		}
		assertThat(this.reports.take(records.get(0).uid()).output()).hasSize(1_000)
			.last()
			.extracting(TaskOutputLine::text)
			.isEqualTo("line 2000");
		assertThat(this.reports.take(records.get(149).uid()).output()).hasSize(10)
			.last()
			.extracting(TaskOutputLine::text)
			.isEqualTo("line 2000");
		this.reports.takeAll();
		this.reports.add(report(records.get(149), 500));
		assertThat(this.reports.take(records.get(149).uid()).output()).hasSize(500);
	}

}
