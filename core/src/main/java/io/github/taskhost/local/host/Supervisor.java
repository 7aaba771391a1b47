package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.body.LastActs;
import io.github.taskhost.local.commit.Followers;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.event.EventDelivery;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.NextAlarm;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last resort against faults of the host itself, of the JVM, and of extensions. At
 * regular looks it goes on with work that errors broke off, and looks for tasks without a
 * thread, for missed deadlines and ends, and for counters that disagree with the records.
 * A look tests the suspicions of the last one again, directly before it mends, since a
 * task in order may seem faulty for a moment. Each repair is logged as an error and
 * counted.
 *
 * <p>
 * One look visits at most {@value #VISITS} records and mends at most {@value #REPAIRS}
 * tasks; the next look goes on from there. The looks run on an alarm thread, one at a
 * time, take no lock that a task holds for long, and keep nothing but the suspicions of
 * the last look, {@value #SUSPICIONS} at most.
 */
public final class Supervisor {

	static final Duration INTERVAL = Duration.ofSeconds(20);

	/** The time after which a look replaces a look that an error broke off. */
	private static final Duration LATEST = Duration.ofMinutes(1);

	private static final int TRIES = 100;

	private static final long PAUSE_NANOS = 100_000_000;

	private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

	private static final int VISITS = 200_000;

	private static final int REPAIRS = 100;

	private static final int SUSPICIONS = 1000;

	private final Followers followers;

	private final LastActs lastActs;

	private final EventDelivery delivery;

	private final HiddenTasks hidden;

	private final TaskLookup lookup;

	private final List<TaskCheck> checks;

	private final CountCheck counts;

	private final BackgroundTaskMetricsRecorder metrics;

	private final NextAlarm next;

	/** Whether a look is under way. */
	private final AtomicBoolean looking = new AtomicBoolean();

	/** The suspicions of the last look; used by one look at a time. */
	private volatile Map<LocalTask, Suspicion> suspicions = new HashMap<>();

	/** The place behind which the next look goes on, or -1 for the first task. */
	private volatile long place = -1;

	public Supervisor(Alarms alarms, Followers followers, LastActs lastActs, EventDelivery delivery, HiddenTasks hidden,
			TaskLookup lookup, List<TaskCheck> checks, CountCheck counts, BackgroundTaskMetricsRecorder metrics) {
		this.next = new NextAlarm(alarms, this::look);
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
		this.next.in(INTERVAL);
	}

	/** Looks, with a later look scheduled first, in case that this one never ends. */
	private void look() {
		try {
			guarded(() -> this.next.in(LATEST));
			if (this.looking.compareAndSet(false, true)) {
				try {
					lookOnce();
				}
				finally {
					this.looking.set(false);
				}
			}
		}
		finally {
			beginAgain();
		}
	}

	private void lookOnce() {
		guarded(this.followers::followAgain);
		guarded(this.lastActs::repair);
		guarded(this.delivery::deliverAgain);
		guarded(this::endHidden);
		guarded(this::mendSuspects);
		guarded(this::lookAtTasks);
	}

	/** Tries again after a pause when an error keeps the next look from the timer. */
	private void beginAgain() {
		for (int i = 0; i < TRIES && !guarded(this::begin); i++) {
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	/** Runs a part of a look; returns whether it returned. */
	private static boolean guarded(Runnable part) {
		try {
			part.run();
			return true;
		}
		catch (Throwable ex) {
			logBrokenOff(ex);
			return false;
		}
	}

	/** Logs the error, if there is memory for that. */
	private static void logBrokenOff(Throwable ex) {
		try {
			log.error("A look of the supervisor broke off; the next one goes on", LogSafe.of(ex));
		}
		catch (Throwable again) {
			ex.addSuppressed(again);
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

	/**
	 * Mends the tasks that the last look suspected, if they still have the fault. Those
	 * past the largest number of repairs are suspected further.
	 */
	private void mendSuspects() {
		Map<LocalTask, Suspicion> suspects = this.suspicions;
		Map<LocalTask, Suspicion> left = new HashMap<>();
		int repairs = 0;
		for (Map.Entry<LocalTask, Suspicion> suspect : suspects.entrySet()) {
			if (repairs == REPAIRS) {
				left.put(suspect.getKey(), suspect.getValue());
			}
			else if (isMended(suspect.getKey(), suspect.getValue())) {
				repairs++;
			}
		}
		this.suspicions = left;
	}

	private boolean isMended(LocalTask task, Suspicion suspicion) {
		try {
			return mendIfFaulty(task, suspicion);
		}
		catch (Throwable ex) {
			logBrokenOff(ex);
			return true;
		}
	}

	private boolean mendIfFaulty(LocalTask task, Suspicion suspicion) {
		BackgroundTaskRecord record = task.record();
		TaskCheck check = suspicion.check();
		if (record.version() != suspicion.version() || !check.fault().test(task)) {
			return false;
		}
		log.error("Repair of task {} of session {}, kind {}, {}, attempt {}, version {}, since {}: {}", record.id(),
				record.sessionId(), record.kind(), record.state(), record.attempt(), record.version(),
				record.stateSince(), check.finding());
		check.mend().accept(task);
		this.metrics.repaired(check.repair());
		return true;
	}

	/** A task whose check fails keeps no other task from its visit. */
	private void lookAtTasks() {
		boolean fromTheFirst = this.place < 0;
		boolean counts = guarded(this.counts::begin);
		AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
		this.place = this.lookup.visit(this.place, VISITS, (task) -> visit(task, failure));
		Throwable first = failure.get();
		if (first != null) {
			logBrokenOff(first);
		}
		this.counts.end(counts && first == null && fromTheFirst && this.place < 0);
	}

	private void visit(LocalTask task, AtomicReference<@Nullable Throwable> failure) {
		try {
			this.counts.visit(task);
			suspect(task);
		}
		catch (Throwable ex) {
			failure.compareAndSet(null, ex);
		}
	}

	private void suspect(LocalTask task) {
		for (TaskCheck check : this.checks) {
			if (this.suspicions.size() < SUSPICIONS && check.fault().test(task)) {
				this.suspicions.put(task, new Suspicion(check, task.record().version()));
				return;
			}
		}
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
