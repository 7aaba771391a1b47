package io.github.taskhost.local.executor;

import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.lifecycle.Outcome;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.Backoff;
import io.github.taskhost.local.body.LocalReporter;
import io.github.taskhost.local.body.ReportPlane;
import io.github.taskhost.local.body.StartSchedule;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Controls all reported work: continues it under the next attempt, tells its owner or
 * executor to cancel it, and ends the calls of its executor. Holds the collaborators that
 * drivers share.
 */
public final class Drivers implements ChangeListener {

	private final Commits commits;

	private final StartSchedule schedule;

	private final Backoff backoff;

	private final ReportPlane reports;

	private final CallRunner runner;

	private final OwnerCalls ownerCalls;

	private final Polling polling;

	private final Supplier<String> workerId;

	public Drivers(Commits commits, StartSchedule schedule, Backoff backoff, ReportPlane reports, CallRunner runner,
			OwnerCalls ownerCalls, Polling polling, Supplier<String> workerId) {
		this.commits = commits;
		this.schedule = schedule;
		this.backoff = backoff;
		this.reports = reports;
		this.runner = runner;
		this.ownerCalls = ownerCalls;
		this.polling = polling;
		this.workerId = workerId;
	}

	StartSchedule schedule() {
		return this.schedule;
	}

	/**
	 * Creates the driver of a task.
	 * @param owner the owner whose callback is called on cancellation in place of the
	 * executor, or {@code null}
	 */
	public Driver driver(LocalTask task, BackgroundTaskExecutor executor, Surroundings surroundings,
			Work.@Nullable Owned owner) {
		return new Driver(this, task, executor, new ControlCalls(this.runner, task, surroundings),
				this.polling.of(task), owner);
	}

	LocalReporter reporter(LocalTask task, int attempt) {
		return new LocalReporter(this.reports, task, attempt);
	}

	Change begin(LocalTask task, int attempt) {
		BackgroundTaskRecord record = task.record();
		if (!this.schedule.mayBegin(task, record)) {
			return Change.none(task, record);
		}
		return this.commits.apply(task, attempt, new TaskCommand.Start(this.workerId.get(), record.nextAttemptAt()));
	}

	/**
	 * Ends an attempt whose start failed. A start that exceeded its timeout may have
	 * begun work, so the task ends without a retry and its executor is asked to cancel;
	 * so it is when the work of a re-attached attempt may still run.
	 */
	Change startFailed(LocalTask task, int attempt, Throwable failure) {
		TaskCommand end = (failure instanceof ControlCall.TimedOutException)
				? new TaskCommand.BodyThrew(timedOut(failure), false)
				: new TaskCommand.StartThrew(TaskFailure.of(failure), this.backoff.after(task.record(), failure),
						!WorkRules.mayRunFromEarlierAttempt(task.record()));
		return this.commits.apply(task, attempt, end);
	}

	/** The failure by a timeout, whose type is one that applications know. */
	private static TaskFailure timedOut(Throwable failure) {
		return new TaskFailure(FailureKind.EXCEPTION, TimeoutException.class.getName(), failure.getMessage());
	}

	Owner owner(LocalTask task, Work.Owned work) {
		return new CallbackOwner(this.runner, task, work);
	}

	void tell(LocalTask task, Owner owner) {
		this.ownerCalls.tell(task, owner);
	}

	@Override
	public void changed(Change change) {
		LocalTask task = change.task();
		switch (task.work()) {
			case Driver driver -> {
				if (change.isLeaving()) {
					driver.ended();
				}
				tellOrSettle(change, driver::owner);
			}
			case Work.Owned owned -> tellOrSettle(change, () -> owner(task, owned));
			default -> {
			}
		}
	}

	private void tellOrSettle(Change change, Supplier<Owner> owner) {
		Outcome outcome = change.outcome();
		if (outcome.tellOwner()) {
			tell(change.task(), owner.get());
		}
		else if (outcome.removed() && change.after().state().isTerminal()) {
			this.ownerCalls.removed(change.task(), owner.get());
		}
		else if (change.isLeaving() || outcome.removed() || outcome.ownerEnded()) {
			this.ownerCalls.settle(change.task(), owner.get());
		}
	}

	/**
	 * Starts the next attempt of driven work. A separate listener, called after the
	 * recorders and questions have processed the end of the previous attempt.
	 */
	public void nextAttempt(Change change) {
		if (change.outcome().nextAttempt() && change.task().work() instanceof Driver driver) {
			driver.startNextAttempt();
		}
	}

	/**
	 * Creates the pollers of tasks.
	 *
	 * @param alarms the alarms
	 * @param phase the phase of the host
	 * @param options the options of control calls
	 */
	public record Polling(Alarms alarms, CurrentPhase phase, ControlOptions options) {

		Poller of(LocalTask task) {
			return new Poller(this.alarms, this.phase, this.options, task);
		}

	}

}
