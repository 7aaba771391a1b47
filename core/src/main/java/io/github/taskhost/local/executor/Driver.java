package io.github.taskhost.local.executor;

import java.util.function.Consumer;

import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.LocalReporter;
import io.github.taskhost.local.executor.ControlCall.Operation;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Sending;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the work of one task through the executor of its kind.
 */
public final class Driver implements Work.Driven {

	private static final Logger log = LoggerFactory.getLogger(Driver.class);

	private final Drivers drivers;

	private final LocalTask task;

	private final BackgroundTaskExecutor executor;

	private final ControlCalls calls;

	private final Poller poller;

	private final Work.@Nullable Owned owner;

	/** Whether the executor needs no further call to cancel the work. */
	private volatile boolean settled;

	Driver(Drivers drivers, LocalTask task, BackgroundTaskExecutor executor, ControlCalls calls, Poller poller,
			Work.@Nullable Owned owner) {
		this.drivers = drivers;
		this.task = task;
		this.executor = executor;
		this.calls = calls;
		this.poller = poller;
		this.owner = owner;
	}

	/** The callback to tell, if any; else the executor. */
	Owner owner() {
		return (this.owner != null) ? this.drivers.owner(this.task, this.owner) : new ExecutorOwner();
	}

	@Override
	public boolean canReattach() {
		return this.executor.canReattach();
	}

	@Override
	public void resume() {
		if (WorkRules.waitsForItsStart(this.task.record())) {
			this.drivers.schedule().whenDue(this.task, this::start);
		}
		else {
			beginPolling();
			tellOfARequest();
		}
	}

	/** A record from elsewhere does not say whether its owner knows of the request. */
	private void tellOfARequest() {
		if (WorkRules.windsDown(this.task.record())) {
			this.drivers.tell(this.task, owner());
		}
	}

	/** Begins to poll; a re-attached task continues with its present polling. */
	private void beginPolling() {
		this.poller.begin(this::reconcile);
	}

	private void start() {
		int attempt = this.task.record().attempt();
		this.calls.enqueue(new ControlCall(Operation.START, () -> begin(attempt), (failure) -> {
			if (failure != null) {
				startFailed(attempt, failure);
			}
			beginPolling();
		}));
	}

	private void begin(int attempt) throws Exception {
		Change change = this.drivers.begin(this.task, attempt);
		if (change.isChange()) {
			this.executor.start(change.after(), reporterOf(change.after()));
			this.calls.started(attempt);
		}
	}

	private void startFailed(int attempt, Throwable failure) {
		try {
			Change change = this.drivers.startFailed(this.task, attempt, failure);
			if (change.isEnd() && change.after().state() == BackgroundTaskState.CANCELLED) {
				log.debug("The start of task {} of session {} threw after its cancel request", change.after().id(),
						change.after().sessionId(), LogSafe.of(failure));
			}
			else if (change.isEnd()) {
				log.warn("Task {} of session {} could not be started by the executor of kind {}",
						this.task.record().id(), this.task.record().sessionId(), this.task.kind().name(),
						LogSafe.of(failure));
			}
		}
		catch (StaleAttemptException ex) {
			log.debug("The start of an attempt that is over failed", LogSafe.of(failure));
		}
	}

	@Override
	public void queue(Sending sending) {
		ControlCall call = new Delivery(this.calls, sending, () -> deliver(sending)).call();
		if (sending.isReply()) {
			this.calls.add(call);
		}
		else {
			this.calls.addIfRoom(call);
		}
	}

	private void deliver(Sending sending) throws Exception {
		BackgroundTaskRecord record = this.task.record();
		if (!WorkRules.keepsReports(record)) {
			throw new ControlCall.GivenUpException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' has ended; the message was not delivered.", null);
		}
		if (this.calls.holdsDeliveries(record)) {
			throw new ControlCall.HeldException();
		}
		if (!sending.begins()) {
			throw new ControlCall.GivenUpException("The question is not open any more; the answer was not delivered.",
					null);
		}
		this.executor.deliver(record, sending.message(), reporterOf(record));
	}

	@Override
	public void startNext() {
		this.calls.startNext();
	}

	private LocalReporter reporterOf(BackgroundTaskRecord record) {
		return this.drivers.reporter(this.task, record.attempt());
	}

	private void cancel() throws Exception {
		BackgroundTaskRecord record = this.task.record();
		if (!this.settled) {
			this.executor.cancel(record, reporterOf(record));
		}
	}

	private void reconcile() {
		this.calls.enqueue(new ControlCall(Operation.RECONCILE, () -> {
			BackgroundTaskRecord record = this.task.record();
			if (WorkRules.hasWork(record)) {
				this.executor.reconcile(record, reporterOf(record));
			}
		}, this.poller::over));
	}

	/**
	 * Ends the calls for the previous attempt and starts the next one. A waiting
	 * cancellation stays, since it was requested after the next attempt was decided.
	 */
	void startNextAttempt() {
		this.calls.nextAttempt();
		resume();
	}

	/** Drops all calls except a cancellation, after the task has ended or was removed. */
	void ended() {
		this.poller.end();
		this.calls.dropAll();
		this.calls.forgetSurroundings();
	}

	@Override
	public void hold() {
		this.calls.hold();
	}

	@Override
	public void goesOn(int attempt) {
		if (!WorkRules.waitsForItsStart(this.task.record())) {
			this.calls.goesOn(attempt);
			this.calls.startNext();
		}
	}

	@Override
	public boolean isCurrentThread() {
		return this.calls.isCurrentThread();
	}

	/** The executor as the party that can end the work. */
	private final class ExecutorOwner implements Owner {

		@Override
		public String name() {
			return "executor";
		}

		@Override
		public boolean isSettled() {
			return Driver.this.settled;
		}

		@Override
		public void settle() {
			Driver.this.settled = true;
		}

		@Override
		public ControlCall tell(Consumer<@Nullable Throwable> after) {
			ControlCall call = new ControlCall(Operation.CANCEL, Driver.this::cancel, after);
			Driver.this.calls.enqueue(call);
			return call;
		}

	}

}
