package io.github.taskhost.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that outlived the end of their task's record. Each is logged once with its
 * stack when it is still there after the grace period. There are no more of them than
 * there were live tasks.
 */
final class UnresponsiveThreads {

	private static final Logger log = LoggerFactory.getLogger(UnresponsiveThreads.class);

	private final Set<Execution> executions = ConcurrentHashMap.newKeySet();

	private final Alarms alarms;

	private final Duration patience;

	UnresponsiveThreads(Alarms alarms, Duration patience) {
		this.alarms = alarms;
		this.patience = patience;
	}

	void add(Execution execution) {
		this.executions.add(execution);
		if (execution.isOver()) {
			this.executions.remove(execution);
			return;
		}
		Duration delay = execution.task().record().abandoned() ? Duration.ZERO : this.patience;
		this.alarms.after(delay, () -> report(execution));
	}

	private void report(Execution execution) {
		if (this.executions.contains(execution)) {
			BackgroundTaskRecord record = execution.task().record();
			log.warn("Task {} of session {}, {}, has ended, but its thread goes on and holds its slot:\n\t{}",
					record.id(), record.sessionId(), record.state(), String.join("\n\t", execution.stack()));
		}
	}

	void remove(Execution execution) {
		this.executions.remove(execution);
	}

	boolean contains(Execution execution) {
		return this.executions.contains(execution);
	}

	int count() {
		return this.executions.size();
	}

	List<Execution> all() {
		return new ArrayList<>(this.executions);
	}

	List<BackgroundTaskRecord> oldest(int limit) {
		return this.executions.stream()
			.map((execution) -> execution.task().record())
			.sorted(Comparator.comparing(BackgroundTaskRecord::createdAt))
			.limit(limit)
			.toList();
	}

}
