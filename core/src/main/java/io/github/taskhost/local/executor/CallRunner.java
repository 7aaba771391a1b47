package io.github.taskhost.local.executor;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.local.body.Propagation;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.spi.TaskTimer;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls of executors on helper threads, each with an alarm for its timeout.
 */
public final class CallRunner {

	/** The interval before back-off of a kind that is not polled. */
	private static final Duration REGULAR = Duration.ofSeconds(1);

	private final Alarms alarms;

	private final HostThreads threads;

	private final Propagation propagation;

	private final ControlOptions options;

	private final int maxWaiting;

	public CallRunner(Alarms alarms, HostThreads threads, Propagation propagation, ControlOptions options,
			int maxWaiting) {
		this.alarms = alarms;
		this.threads = threads;
		this.propagation = propagation;
		this.options = options;
		this.maxWaiting = maxWaiting;
	}

	/** The timeout of a call. */
	Duration timeout() {
		return this.options.timeout();
	}

	/** The largest number of calls that deliver one answer. */
	int deliverAttempts() {
		return this.options.deliverAttempts();
	}

	/** Runs an action after the back-off of polling for a number of failures. */
	void later(LocalTask task, int failures, Runnable action) {
		Duration interval = task.kind().options().reconcileInterval();
		Duration regular = (interval != null) ? interval : REGULAR;
		this.alarms.after(Poller.delay(this.options, regular, failures), action);
	}

	/** The largest number of messages that wait for an executor. */
	int maxWaiting() {
		return this.maxWaiting;
	}

	/**
	 * Runs a call.
	 * @param task the task
	 * @param call the call
	 * @param surroundings the surroundings of the call
	 * @param late runs after the timeout
	 * @param after runs after the call was completed
	 */
	void run(LocalTask task, ControlCall call, Supplier<Surroundings> surroundings, Runnable late, Runnable after) {
		TaskTimer.Scheduled alarm = this.alarms.after(timeout(), late);
		String name = "taskhost-control-" + task.kind().name() + "-" + task.uid();
		try {
			this.threads.execute(() -> {
				Throwable failure = runSurrounded(task, call, surroundings.get(), name);
				alarm.cancel();
				try {
					call.complete(failure);
				}
				finally {
					after.run();
				}
			});
		}
		catch (Throwable ex) {
			alarm.cancel();
			throw ex;
		}
	}

	/** Runs a call of a cancellation callback, which takes no turns with other calls. */
	void run(LocalTask task, ControlCall call) {
		run(task, call, () -> Surroundings.NONE, () -> timedOut(task, call), () -> {
		});
	}

	/** Completes the call before the interrupt, which would complete it otherwise. */
	private void timedOut(LocalTask task, ControlCall call) {
		if (!call.done().isDone()) {
			call.complete(new ControlCall.TimedOutException("The cancellation callback of task '" + task.record().id()
					+ "' took longer than " + timeout() + " (taskhost.control.timeout), and was interrupted."));
			call.interrupt();
		}
	}

	private @Nullable Throwable runSurrounded(LocalTask task, ControlCall call, Surroundings surroundings,
			String threadName) {
		Propagation.Opened around = this.propagation.open(surroundings, task.record());
		Throwable failure = call.run(threadName);
		around.close(task.record(), failure);
		return failure;
	}

}
