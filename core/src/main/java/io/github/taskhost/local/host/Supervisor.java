package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.body.LastActs;
import io.github.taskhost.local.commit.Followers;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort against faults of the host itself, of the JVM, and of extensions. At
 * regular looks it goes on with work that errors broke off, and looks for tasks without a
 * thread, for missed deadlines and ends, and for counters that disagree with the records.
 * A fault is mended when two looks in a row have found it, since a task in order may seem
 * faulty for a moment. Each repair is logged as an error and counted.
 *
 * <p>
 * One look visits at most {@value #VISITS} records and mends at most {@value #REPAIRS}
 * tasks; the next look goes on from there. The looks run on an alarm thread, take no lock
 * that a task holds for long, and keep nothing but the suspicions of the last look.
 */
public final class Supervisor {

	static final Duration INTERVAL = Duration.ofSeconds(20);

	private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

	private static final int VISITS = 200_000;

	private static final int REPAIRS = 100;

	private static final int SUSPICIONS = 1000;

	private final Alarms alarms;

	private final Followers followers;

	private final LastActs lastActs;

	private final EventDelivery delivery;

	private final HiddenTasks hidden;

	private final TaskLookup lookup;

	private final List<TaskCheck> checks;

	private final CountCheck counts;

	private final BackgroundTaskMetricsRecorder metrics;

	/** Guards {@code next}; no look runs under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Scheduled next;

	/** The suspicions of the last look; used by one look at a time. */
	private volatile Map<LocalTask, Suspicion> suspicions = new HashMap<>();

	/** The place behind which the next look goes on, or -1 for the first task. */
	private volatile long place = -1;

	public Supervisor(Alarms alarms, Followers followers, LastActs lastActs, EventDelivery delivery, HiddenTasks hidden,
			TaskLookup lookup, List<TaskCheck> checks, CountCheck counts, BackgroundTaskMetricsRecorder metrics) {
		this.alarms = alarms;
		this.followers = followers;
		this.lastActs = lastActs;
		this.delivery = delivery;
		this.hidden = hidden;
		this.lookup = lookup;
		this.checks = checks;
		this.counts = counts;
		this.metrics = metrics;
	}

	/** Schedules the next look in place of a scheduled one. */
	void begin() {
		this.lock.lock();
		try {
			if (this.next != null) {
				this.next.cancel();
			}
			this.next = this.alarms.after(INTERVAL, this::look);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void look() {
		try {
			guarded(this.followers::followAgain);
			guarded(this.lastActs::repair);
			guarded(this.delivery::deliverAgain);
			guarded(this::endHidden);
			guarded(this::lookAtTasks);
		}
		finally {
			begin();
		}
	}

	private static void guarded(Runnable part) {
		try {
			part.run();
		}
		catch (Throwable ex) {
			log.error("A look of the supervisor broke off; the next one goes on", LogSafe.of(ex));
		}
	}

	private void endHidden() {
		int lost = this.hidden.endLost();
		for (int i = 0; i < lost; i++) {
			this.metrics.repaired(HostRepair.THREAD);
		}
		if (lost > 0) {
			log.error("{} thread(s) of hidden work ended without the end of their work, which ended now", lost);
		}
	}

	private void lookAtTasks() {
		Map<LocalTask, Suspicion> before = this.suspicions;
		Map<LocalTask, Suspicion> now = new HashMap<>();
		boolean fromTheFirst = this.place < 0;
		this.counts.begin();
		this.place = this.lookup.visit(this.place, VISITS, (task) -> visit(task, now));
		this.suspicions = now;
		this.counts.end(fromTheFirst && this.place < 0);
		mend(before, now);
	}

	private void visit(LocalTask task, Map<LocalTask, Suspicion> found) {
		this.counts.visit(task);
		for (TaskCheck check : this.checks) {
			if (found.size() < SUSPICIONS && check.fault().test(task)) {
				found.put(task, new Suspicion(check, task.record().version()));
				return;
			}
		}
	}

	private void mend(Map<LocalTask, Suspicion> before, Map<LocalTask, Suspicion> now) {
		now.entrySet()
			.stream()
			.filter((found) -> found.getValue().equals(before.get(found.getKey())))
			.limit(REPAIRS)
			.forEach((found) -> guarded(() -> mend(found.getKey(), found.getValue().check())));
	}

	private void mend(LocalTask task, TaskCheck check) {
		BackgroundTaskRecord record = task.record();
		log.error("Repair of task {} of session {}, kind {}, {}, attempt {}, version {}, since {}: {}", record.id(),
				record.sessionId(), record.kind(), record.state(), record.attempt(), record.version(),
				record.stateSince(), check.finding());
		check.mend().accept(task);
		this.metrics.repaired(check.repair());
	}

	/**
	 * A suspicion about a task.
	 *
	 * @param check the check that found it
	 * @param version the version of the record at the time
	 */
	private record Suspicion(TaskCheck check, long version) {
	}

}
