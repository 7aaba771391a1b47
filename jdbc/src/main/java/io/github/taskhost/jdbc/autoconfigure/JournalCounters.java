package io.github.taskhost.jdbc.autoconfigure;

import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The counters and timers of a durable store: fencings, takeovers and their tasks, and
 * the transactions of the group commit.
 */
final class JournalCounters implements MeterBinder {

	private final JdbcTaskJournal journal;

	JournalCounters(JdbcTaskJournal journal) {
		this.journal = journal;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		bindCounters(registry);
		bindCommits(registry);
	}

	private void bindCounters(MeterRegistry registry) {
		counter(registry, "fencings", "fencings", "Times that this node was fenced off and came back",
				(store) -> store.status().fencings());
		counter(registry, "takeovers", "takeovers", "Lost nodes whose tasks this node has taken from them",
				(store) -> store.meters().takeovers());
		counter(registry, "recovered", "tasks", "Tasks of lost nodes that run again, as this node has decided",
				(store) -> store.meters().recovered());
		counter(registry, "orphaned", "tasks",
				"Tasks that this node has ended as orphaned, since their process was lost",
				(store) -> store.meters().orphaned());
		counter(registry, "fenced.writes", "writes", "Changes that were refused, since this node was fenced off",
				(store) -> store.meters().fencedWrites());
	}

	private void counter(MeterRegistry registry, String name, String unit, String description,
			ToDoubleFunction<JdbcTaskJournal> count) {
		FunctionCounter.builder("taskhost.cluster." + name, this.journal, count)
			.description(description)
			.baseUnit(unit)
			.register(registry);
	}

	private void bindCommits(MeterRegistry registry) {
		Timer time = Timer.builder("taskhost.cluster.commit")
			.description("Transactions of the group commit, from their first statement to the answer")
			.register(registry);
		DistributionSummary requests = DistributionSummary.builder("taskhost.cluster.commit.requests")
			.description("Requests that a transaction of the group commit has stored")
			.baseUnit("requests")
			.register(registry);
		this.journal.meters().record((size, nanos) -> {
			requests.record(size);
			time.record(nanos, TimeUnit.NANOSECONDS);
		});
	}

}
