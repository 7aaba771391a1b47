package io.github.taskhost.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.local.ControlCall.Operation;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the work of one task by the executor of its kind.
 */
final class Assignment {

	private static final Logger log = LoggerFactory.getLogger(Assignment.class);

	private final AtomicBoolean cancelTold = new AtomicBoolean();

	private final Host host;

	private final LocalTask task;

	private final BackgroundTaskExecutor executor;

	private final ControlCalls calls;

	private final Reconciling reconciling;

	Assignment(Host host, LocalTask task, BackgroundTaskExecutor executor, Surroundings surroundings) {
		this.host = host;
		this.task = task;
		this.executor = executor;
		this.calls = new ControlCalls(host, task, surroundings);
		this.reconciling = new Reconciling(host, this, task);
	}

	BackgroundTaskExecutor executor() {
		return this.executor;
	}

	Reconciling reconciling() {
		return this.reconciling;
	}

	/** Begins the present attempt when its time has come. */
	void startWhenDue() {
		this.host.starts().whenDue(this.task, this::start);
	}

	private void start() {
		int attempt = this.task.record().attempt();
		this.calls.enqueue(new ControlCall(Operation.START, () -> begin(attempt), (failure) -> {
			if (failure != null) {
				startFailed(attempt, failure);
			}
			this.reconciling.begin();
		}));
	}

	private void begin(int attempt) throws Exception {
		TaskCommand start = new TaskCommand.Start(this.host.workerId());
		Commit commit = this.host.commits().commit(this.task, attempt, start);
		if (commit.isChange()) {
			this.executor.start(commit.after(), reporterOf(commit.after()));
		}
		else {
			this.host.starts().again(this.task, this::start);
		}
	}

	/** What was interrupted may have begun something: its executor is told to end it. */
	private void startFailed(int attempt, Throwable failure) {
		TaskFailure reason = TaskFailure.of(failure);
		boolean begun = failure instanceof ControlCall.TimedOutException;
		TaskCommand end = begun ? new TaskCommand.BodyThrew(reason, false) : new TaskCommand.End(
				BackgroundTaskState.FAILED, null, reason, this.host.backoff().after(this.task.record(), failure));
		try {
			if (this.host.commits().commit(this.task, attempt, end).isEnd()) {
				log.warn("Task {} of session {} could not be started by the executor of kind {}",
						this.task.record().id(), this.task.record().sessionId(), this.task.kind().name(),
						CleanThrowable.of(failure));
			}
		}
		catch (StaleAttemptException ex) {
			log.debug("The start of an attempt that is over failed", CleanThrowable.of(failure));
		}
	}

	/**
	 * Gives a message its place among the calls. It goes out when somebody calls
	 * {@link #startNext}.
	 */
	CompletableFuture<@Nullable Void> queue(TaskMessage message) {
		ControlCall call = new ControlCall(Operation.DELIVER, () -> deliver(message));
		this.calls.add(call);
		return call.done();
	}

	private void deliver(TaskMessage message) throws Exception {
		BackgroundTaskRecord record = this.task.record();
		if (!WorkRules.keepsReports(record)) {
			throw new BackgroundTaskException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' has ended before it could deliver.");
		}
		this.executor.deliver(record, message, reporterOf(record));
	}

	void startNext() {
		this.calls.startNext();
	}

	private LocalReporter reporterOf(BackgroundTaskRecord record) {
		return new LocalReporter(this.host, this.task, record.attempt());
	}

	/** Tells the executor once that the work is to end. */
	void cancel() {
		if (this.cancelTold.compareAndSet(false, true)) {
			this.calls.enqueue(new ControlCall(Operation.CANCEL, this::tellCancel, this::cancelTold));
		}
	}

	private void tellCancel() throws Exception {
		BackgroundTaskRecord record = this.task.record();
		this.executor.cancel(record, reporterOf(record));
	}

	private void cancelTold(@Nullable Throwable failure) {
		if (failure != null) {
			log.error("The executor of kind {} could not cancel task {} of session {}", this.task.kind().name(),
					this.task.record().id(), this.task.record().sessionId(), CleanThrowable.of(failure));
			this.host.metrics().listenerFailed();
		}
	}

	void reconcile() {
		this.calls.enqueue(new ControlCall(Operation.RECONCILE, () -> {
			BackgroundTaskRecord record = this.task.record();
			if (WorkRules.hasWork(record)) {
				this.executor.reconcile(record, reporterOf(record));
			}
		}, this.reconciling::over));
	}

	/**
	 * Begins the next attempt; calls for the one before are over. A cancellation among
	 * them came after the next attempt was decided, and stays.
	 */
	void startNextAttempt() {
		this.calls.drop("The task went on to its next attempt.", true);
		startWhenDue();
	}

	/** The task has ended, or its record is gone: only a cancellation is still told. */
	void ended() {
		this.reconciling.end();
		this.calls.drop("The task has ended.", false);
		this.calls.forgetSurroundings();
	}

	/** Whether the current thread runs a call of this task. */
	boolean isCurrentThread() {
		return this.calls.isCurrentThread();
	}

}
