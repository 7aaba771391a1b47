package io.github.taskhost.jdbc.autoconfigure;

import java.util.Map;

import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.github.taskhost.jdbc.JournalStatus;
import io.github.taskhost.spi.ClusterNode.Lease;
import io.github.taskhost.task.BackgroundTaskState;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports whether this node holds its lease in the database of the tasks. Asks the
 * journal, not the database, so that it answers at once while the database is away. Not a
 * part of liveness: a restart of the application would not bring the database back, and
 * would end running work.
 */
final class JournalHealthIndicator extends AbstractHealthIndicator {

	private final JdbcTaskJournal journal;

	JournalHealthIndicator(JdbcTaskJournal journal) {
		super("The store of the tasks does not answer");
		this.journal = journal;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		JournalStatus status = this.journal.status();
		if (status.holdsLease()) {
			builder.up();
		}
		else {
			builder.down().withDetail("reason", reason(status));
		}
		builder.withDetail("database", status.database())
			.withDetail("node", status.nodeName())
			.withDetail("worker", status.workerId())
			.withDetail("lease", status.lease().toString())
			.withDetail("sinceRenewal", status.sinceRenewal().toString())
			.withDetail("fencings", status.fencings())
			.withDetail("fenced", status.isFenced())
			.withDetail("draining", status.isDraining())
			.withDetail("nodes", status.nodes(Lease.HELD))
			.withDetail("unresolved", status.unresolved());
		Map<BackgroundTaskState, Long> live = status.liveTasks();
		if (live != null) {
			builder.withDetail("live", live.values().stream().mapToLong(Long::longValue).sum());
		}
		if (!status.warnings().isEmpty()) {
			builder.withDetail("warnings", status.warnings());
		}
	}

	private static String reason(JournalStatus status) {
		return status.isFenced()
				? "This node was fenced off: other nodes take its tasks. It gives them up, and goes on under a new id."
				: "The lease was not renewed in its time: the database is away, or this node "
						+ "was frozen. New work is refused until it is renewed.";
	}

}
