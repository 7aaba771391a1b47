package io.github.taskhost.jdbc;

import io.github.taskhost.jdbc.event.EventLog;
import io.github.taskhost.jdbc.inbox.Inbox;
import io.github.taskhost.jdbc.recovery.Recovery;
import io.github.taskhost.jdbc.report.PendingReports;
import io.github.taskhost.jdbc.schedule.StoredSchedules;
import io.github.taskhost.spi.JournaledHost;
import org.jspecify.annotations.Nullable;

/**
 * The parts that call a host.
 *
 * @param recovery gives it tasks
 * @param inbox gives it the notices of other nodes
 * @param events gives it the events of other nodes; {@code null} if it does not want them
 */
record Served(Recovery recovery, Inbox inbox, @Nullable EventLog events) {

	/** Creates the parts, which do not act yet. */
	static Served of(JournalParts parts, JournalParts.Origin origin, JournaledHost host, PendingReports reports,
			StoredSchedules schedules) {
		Inbox inbox = parts.inbox(origin, host, reports);
		return new Served(parts.recovery(origin, host, inbox.coming(), schedules), inbox, parts.events(origin, host));
	}

	void start() {
		if (this.events != null) {
			this.events.start();
		}
		this.recovery.start();
		this.inbox.start();
	}

	void stop() {
		this.recovery.stop();
		this.inbox.stop();
		if (this.events != null) {
			this.events.stop();
		}
	}

	/** Looks for tasks and notices, since another node has registered. */
	void joined() {
		this.recovery.hurry();
		this.inbox.wake();
	}

}
