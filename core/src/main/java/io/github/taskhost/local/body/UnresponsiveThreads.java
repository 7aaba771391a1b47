package io.github.taskhost.local.body;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts whose threads outlive the end of the record. Each is logged once with its
 * stack if it still runs after the grace period. A kind with slots bounds their number,
 * since such a thread holds its slot; a kind without slots does not.
 */
public final class UnresponsiveThreads {

	private static final Logger log = LoggerFactory.getLogger(UnresponsiveThreads.class);

	private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

	private final Alarms alarms;

	private final Duration patience;

	public UnresponsiveThreads(Alarms alarms, Duration patience) {
		this.alarms = alarms;
		this.patience = patience;
	}

	void add(Attempt attempt) {
		this.attempts.add(attempt);
		if (attempt.isOver()) {
			this.attempts.remove(attempt);
			return;
		}
		Duration delay = attempt.task().record().abandoned() ? Duration.ZERO : this.patience;
		this.alarms.after(delay, () -> report(attempt));
	}

	private void report(Attempt attempt) {
		if (this.attempts.contains(attempt)) {
			BackgroundTaskRecord record = attempt.task().record();
			log.warn("Task {} of session {}, {}, has ended, but its thread still runs and holds its slot:\n\t{}",
					record.id(), record.sessionId(), record.state(), String.join("\n\t", attempt.stack()));
		}
	}

	void remove(Attempt attempt) {
		this.attempts.remove(attempt);
	}

	public boolean contains(Work.Body body) {
		return this.attempts.contains(body);
	}

	public int count() {
		return this.attempts.size();
	}

	public Stream<BackgroundTaskRecord> records() {
		return this.attempts.stream().map((attempt) -> attempt.task().record());
	}

}
