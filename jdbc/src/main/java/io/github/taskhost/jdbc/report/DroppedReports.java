package io.github.taskhost.jdbc.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.jdbc.schema.Tables;

/**
 * Removes the lines and messages that are past the limits of running tasks, so that the
 * tables are bounded like the memory of the host.
 */
final class DroppedReports {

	private DroppedReports() {
	}

	static void remove(Connection connection, Tables tables, List<PendingReport> reports) throws SQLException {
		try (PreparedStatement lines = connection
			.prepareStatement("DELETE FROM " + tables.output() + " WHERE uid = ? AND no <= ?");
				PreparedStatement messages = connection
					.prepareStatement("DELETE FROM " + tables.message() + " WHERE uid = ? AND id = ?")) {
			for (PendingReport report : reports) {
				if (report.dropped().lines() > 0) {
					lines.setObject(1, report.record().uid());
					lines.setLong(2, report.dropped().lines());
					lines.addBatch();
				}
				for (String id : report.dropped().messages()) {
					messages.setObject(1, report.record().uid());
					messages.setString(2, id);
					messages.addBatch();
				}
			}
			lines.executeBatch();
			messages.executeBatch();
		}
	}

}
