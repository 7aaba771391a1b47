package io.github.taskhost.jdbc.report;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LateReports}.
 */
class LateReportsTests {

	private final PendingReports reports = new PendingReports();

	private final LateReports late = new LateReports(this.reports);

	private static PendingReport report() {
		Instant now = Instant.EPOCH;
		BackgroundTaskRecord record = BackgroundTaskRecord
			.builder(UUID.randomUUID(), "s1", BackgroundTaskRegistration.ofKind("other").build(), now)
			.version(1)
			.updatedAt(now)
			.stateSince(now)
			.state(BackgroundTaskState.RUNNING)
			.startedAt(now)
			.build();
		return PendingReport.of(new JournalReport(record, List.of(), List.of()));
	}

	@Test
	void reportsPastTheBoundAreDroppedInEachRound() {
		for (int round = 0; round < 2; round++) {
			this.late.beginRound();
			for (int i = 0; i <= LateReports.MAX_TASKS; i++) {
				this.late.keep(report());
			}
			assertThat(this.reports.takeAll()).hasSize(LateReports.MAX_TASKS);
		}
	}

}
