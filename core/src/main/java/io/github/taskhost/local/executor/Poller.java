package io.github.taskhost.local.executor;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the executor of a kind for one task. The next call is scheduled after the
 * previous one is over, so calls never overlap. The interval has jitter; after failures
 * it backs off exponentially up to a bound. {@code lock} guards {@code failures},
 * {@code ended} and {@code next}.
 */
final class Poller {

	private static final Logger log = LoggerFactory.getLogger(Poller.class);

	private static final int MAX_DOUBLINGS = 30;

	private final ReentrantLock lock = new ReentrantLock();

	private final Alarms alarms;

	private final CurrentPhase phase;

	private final ControlOptions options;

	private final LocalTask task;

	private final @Nullable Duration interval;

	private int failures;

	private volatile @Nullable Runnable call;

	private boolean ended;

	private @Nullable Scheduled next;

	Poller(Alarms alarms, CurrentPhase phase, ControlOptions options, LocalTask task) {
		this.alarms = alarms;
		this.phase = phase;
		this.options = options;
		this.task = task;
		this.interval = task.kind().options().reconcileInterval();
	}

	/**
	 * Begins to poll, unless it has begun before.
	 * @param call calls the executor; must be followed by {@link #over}
	 */
	void begin(Runnable call) {
		inTurn(() -> {
			if (this.call == null) {
				this.call = call;
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
			this.next = this.alarms.after(delay(this.options, this.interval, this.failures), this::run);
		}
	}

	/** The interval with its jitter, doubled by each failure up to the bound. */
	static Duration delay(ControlOptions options, Duration regular, int failures) {
		double jitter = 1 + options.reconcileJitter() * ThreadLocalRandom.current().nextDouble(-1, 1);
		Duration varied = Duration.ofNanos(Math.max(1, (long) (Nanos.of(regular) * jitter)));
		if (failures == 0) {
			return varied;
		}
		Duration bound = (options.maxBackoff().compareTo(regular) > 0) ? options.maxBackoff() : regular;
		double backedOff = Nanos.of(varied) * Math.pow(2, Math.min(failures, MAX_DOUBLINGS));
		return (backedOff < Nanos.of(bound)) ? Duration.ofNanos((long) backedOff) : bound;
	}

	private void run() {
		Runnable wanted = this.call;
		if (wanted != null && this.phase.takesWork()) {
			wanted.run();
		}
		else {
			inTurn(this::scheduleNext);
		}
	}

	/**
	 * Schedules the next call. A call that was given up counts as neither a failure nor a
	 * success.
	 */
	void over(@Nullable Throwable failure) {
		if (failure instanceof ControlCall.GivenUpException) {
			inTurn(this::scheduleNext);
			return;
		}
		if (failure != null) {
			log.warn("The executor of kind {} could not reconcile task {} of session {}", this.task.kind().name(),
					this.task.record().id(), this.task.record().sessionId(), LogSafe.of(failure));
		}
		inTurn(() -> {
			this.failures = (failure != null) ? this.failures + 1 : 0;
			scheduleNext();
		});
	}

}
