package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.lifecycle.AdmissionRules;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the executor of a polled kind bring a task up to date, again and again: the next
 * time is set when the one before is over, so they never overlap. The interval varies a
 * little, so that many tasks do not ask at once; after failures it doubles up to a bound.
 */
final class Reconciling {

	private static final Logger log = LoggerFactory.getLogger(Reconciling.class);

	private static final int MAX_DOUBLINGS = 30;

	private final ReentrantLock lock = new ReentrantLock();

	private final Host host;

	private final Assignment assignment;

	private final LocalTask task;

	private final @Nullable Duration interval;

	private int failures;

	private boolean running;

	private boolean ended;

	private @Nullable Scheduled next;

	Reconciling(Host host, Assignment assignment, LocalTask task) {
		this.host = host;
		this.assignment = assignment;
		this.task = task;
		this.interval = task.kind().options().reconcileInterval();
	}

	/** Begins, unless it runs: a task that is re-attached goes on as it was. */
	void begin() {
		inTurn(() -> {
			if (!this.running) {
				this.running = true;
				scheduleNext();
			}
		});
	}

	void end() {
		inTurn(() -> {
			this.ended = true;
			if (this.next != null) {
				this.next.cancel();
			}
		});
	}

	private void inTurn(Runnable work) {
		this.lock.lock();
		try {
			work.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void scheduleNext() {
		if (this.interval != null && !this.ended) {
			this.next = this.host.alarms().after(delay(this.interval), this::run);
		}
	}

	private Duration delay(Duration regular) {
		ControlOptions control = this.host.options().control();
		double jitter = 1 + control.reconcileJitter() * ThreadLocalRandom.current().nextDouble(-1, 1);
		Duration varied = Duration.ofNanos(Math.max(1, (long) (regular.toNanos() * jitter)));
		if (this.failures == 0) {
			return varied;
		}
		Duration bound = (control.maxBackoff().compareTo(regular) > 0) ? control.maxBackoff() : regular;
		double backedOff = varied.toNanos() * Math.pow(2, Math.min(this.failures, MAX_DOUBLINGS));
		return (backedOff < bound.toNanos()) ? Duration.ofNanos((long) backedOff) : bound;
	}

	private void run() {
		if (AdmissionRules.takesWork(this.host.phase())) {
			this.assignment.reconcile();
		}
		else {
			inTurn(this::scheduleNext);
		}
	}

	/** One look is over; one that was given up says nothing about the work. */
	void over(@Nullable Throwable failure) {
		if (failure instanceof ControlCall.GivenUpException) {
			inTurn(this::scheduleNext);
			return;
		}
		if (failure != null) {
			log.warn("The executor of kind {} could not reconcile task {} of session {}", this.task.kind().name(),
					this.task.record().id(), this.task.record().sessionId(), CleanThrowable.of(failure));
		}
		inTurn(() -> {
			this.failures = (failure != null) ? this.failures + 1 : 0;
			scheduleNext();
		});
	}

}
