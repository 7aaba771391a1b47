package io.github.taskhost.jdbc.autoconfigure;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.github.taskhost.spi.ClusterNode.Lease;
import io.github.taskhost.task.BackgroundTaskState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The gauges of a durable store: the tasks in the database, those that no node can run,
 * the nodes, and the lease and the queues of this node. No scrape waits for the database.
 */
final class JournalGauges implements MeterBinder {

	private final JdbcTaskJournal journal;

	JournalGauges(JdbcTaskJournal journal) {
		this.journal = journal;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindTasks(registry);
		bindNodes(registry);
		bindQueues(registry);
	}

	private void bindTasks(MeterRegistry registry) {
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			if (!state.isTerminal()) {
				Gauge.builder("taskhost.cluster.tasks", this.journal, (store) -> live(store, state))
					.description("Live tasks in the database, of all nodes; the same on each node")
					.baseUnit("tasks")
					.tag("state", state.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		}
		Gauge.builder("taskhost.cluster.unresolved", this.journal, (store) -> store.status().unresolved())
			.description("Tasks without a worker that this node cannot run")
			.baseUnit("tasks")
			.register(registry);
	}

	/** Not a number before the first count. */
	private static double live(JdbcTaskJournal store, BackgroundTaskState state) {
		Map<BackgroundTaskState, Long> counts = store.status().liveTasks();
		return (counts != null) ? counts.getOrDefault(state, 0L) : Double.NaN;
	}

	private void bindNodes(MeterRegistry registry) {
		for (Lease lease : Lease.values()) {
			Gauge.builder("taskhost.cluster.nodes", this.journal, (store) -> store.status().nodes(lease))
				.description("Nodes that share the database, as this node knows them; the same on each node")
				.baseUnit("nodes")
				.tag("lease", lease.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		TimeGauge
			.builder("taskhost.cluster.lease.age", this.journal, TimeUnit.MILLISECONDS,
					(store) -> store.status().sinceRenewal().toMillis())
			.description("Time since the lease of this node was renewed last")
			.register(registry);
	}

	private void bindQueues(MeterRegistry registry) {
		Gauge.builder("taskhost.cluster.commit.waiting", this.journal, JdbcTaskJournal::waitingRequests)
			.description("Threads whose changes are being stored or wait for that")
			.baseUnit("requests")
			.register(registry);
		TimeGauge
			.builder("taskhost.cluster.inbox.age", this.journal, TimeUnit.MILLISECONDS,
					(store) -> store.inboxAge().toMillis())
			.description("Time for which notices of other nodes may have waited on this node")
			.register(registry);
	}

}
