package io.github.taskhost.local.executor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.taskhost.config.CancelOptions.OwnerRetry;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the owners of reported work that the work is to end, each at least once: a failed
 * call is repeated. Holds one {@link OwnerCall} for each task whose owner is being told;
 * there are not more of them than live and retained tasks, and {@value #MAX_REMOVED}
 * removed ones.
 */
public final class OwnerCalls {

	private static final Logger log = LoggerFactory.getLogger(OwnerCalls.class);

	private static final int MAX_DOUBLINGS = 30;

	/** The largest number of removed tasks whose owners are told. */
	private static final int MAX_REMOVED = 1000;

	/** The largest number of failed calls to an owner after the removal. */
	private static final int LAST_CALLS = 20;

	private final Map<LocalTask, OwnerCall> calls = new ConcurrentHashMap<>();

	/** The tasks whose last call failed. */
	private final Set<LocalTask> unstopped = ConcurrentHashMap.newKeySet();

	/** The tasks whose records were removed before their owners were told. */
	private final Set<LocalTask> removed = ConcurrentHashMap.newKeySet();

	private final Alarms alarms;

	private final OwnerRetry options;

	private final BackgroundTaskMetricsRecorder metrics;

	public OwnerCalls(Alarms alarms, OwnerRetry options, BackgroundTaskMetricsRecorder metrics) {
		this.alarms = alarms;
		this.options = options;
		this.metrics = metrics;
	}

	/**
	 * Tells an owner now, unless it needs no call or a call is under way. The owner is
	 * checked again when its call is in the map, so that a call that is settled meanwhile
	 * does not stay there.
	 */
	void tell(LocalTask task, Owner owner) {
		if (owner.isSettled()) {
			return;
		}
		OwnerCall call = this.calls.computeIfAbsent(task, (key) -> new OwnerCall(this, key, owner));
		if (owner.isSettled()) {
			settle(task, owner);
		}
		else {
			call.tell();
		}
	}

	/**
	 * Goes on with the calls to an owner whose record was removed before a call returned,
	 * {@value #LAST_CALLS} times at most and for {@value #MAX_REMOVED} tasks at most: the
	 * end of the work must not depend on the retention.
	 */
	void removed(LocalTask task, Owner owner) {
		OwnerCall call = this.calls.get(task);
		if (call == null) {
			owner.settle();
		}
		else if (this.removed.size() < MAX_REMOVED) {
			this.removed.add(task);
			call.end(LAST_CALLS);
			if (this.calls.get(task) != call) {
				this.removed.remove(task); // settled meanwhile
			}
		}
		else {
			giveUp(task, owner);
		}
	}

	/** Ends the calls to an owner that none of the last calls could reach. */
	void giveUp(LocalTask task, Owner owner) {
		BackgroundTaskRecord record = task.record();
		log.warn("The record of task {} of session {} was removed, and its {} could not end the work, which may run on",
				record.id(), record.sessionId(), owner.name());
		settle(task, owner);
	}

	/** Ends the calls for removed records, whose alarms a stop of the timer drops. */
	public void stop() {
		for (LocalTask task : List.copyOf(this.removed)) {
			OwnerCall call = this.calls.get(task);
			if (call != null) {
				call.giveUp();
			}
			this.removed.remove(task);
		}
	}

	/** Ends the calls to an owner that needs none any more. */
	void settle(LocalTask task, Owner owner) {
		owner.settle();
		this.removed.remove(task);
		OwnerCall call = this.calls.remove(task);
		if (call != null) {
			call.end();
		}
	}

	/** Schedules the next call after a number of failures, at least 1. */
	TaskTimer.Scheduled later(int failures, Runnable call) {
		return this.alarms.after(delay(failures), call);
	}

	private Duration delay(int failures) {
		double nanos = Nanos.of(this.options.initialDelay()) * Math.pow(2, Math.min(failures - 1, MAX_DOUBLINGS));
		Duration longest = this.options.maxDelay();
		return (nanos < Nanos.of(longest)) ? Duration.ofNanos((long) nanos) : longest;
	}

	void mark(LocalTask task) {
		this.unstopped.add(task);
	}

	void unmark(LocalTask task) {
		this.unstopped.remove(task);
	}

	/** Counts a failed call, and logs the first one of a task with its stack. */
	void failed(LocalTask task, Owner owner, int failures, Throwable failure) {
		BackgroundTaskRecord record = task.record();
		if (failures == 1) {
			log.error("The {} of kind {} could not end the work of task {} of session {}; the call is repeated",
					owner.name(), task.kind().name(), record.id(), record.sessionId(), LogSafe.of(failure));
		}
		else {
			log.debug("Call {} of the {} of kind {} could not end the work of task {} of session {}", failures,
					owner.name(), task.kind().name(), record.id(), record.sessionId(), LogSafe.of(failure));
		}
		this.metrics.listenerFailed();
	}

	public boolean contains(LocalTask task) {
		return this.unstopped.contains(task);
	}

	/** The number of tasks whose owner could not be told. */
	public int count() {
		return this.unstopped.size();
	}

	/** The records of these tasks. */
	public Stream<BackgroundTaskRecord> records() {
		return this.unstopped.stream().map(LocalTask::record);
	}

}
