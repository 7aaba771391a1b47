package io.github.taskhost.test.contract.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CancelOptions.OwnerRetry;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.RecordingExecutor.Behaviour;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Base class of the contract suites about kinds with an executor. The host knows the kind
 * {@code remote}, a {@link RecordingExecutor}, and the kind {@code plain}, a
 * {@link CancelOnly}.
 */
public abstract class AbstractKindContract extends AbstractHostContract {

	/** The timeout of a control call; no other duration of a test equals it. */
	protected static final Duration CONTROL = Duration.ofSeconds(17);

	/** The longest back-off between two attempts of a control call. */
	protected static final Duration MAX_BACKOFF = Duration.ofSeconds(38);

	/** The back-off of calls to owners; its delays differ from other durations. */
	protected static final OwnerRetry OWNER_RETRY = new OwnerRetry(Duration.ofSeconds(3), Duration.ofSeconds(10));

	/** The executor of the kind {@code remote}. */
	protected final RecordingExecutor remote;

	/** For subclasses with an executor without options. */
	protected AbstractKindContract() {
		this(RecordingExecutor.of("remote"));
	}

	/**
	 * For subclasses with an executor with options.
	 * @param remote the executor of the kind {@code remote}
	 */
	protected AbstractKindContract(RecordingExecutor remote) {
		this.remote = remote;
	}

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withExecutors(this.remote, new CancelOnly("plain", KindOptions.NONE));
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		CancelOptions cancel = super.options().cancel();
		return super.options().withControl(new ControlOptions(CONTROL, 0, MAX_BACKOFF))
			.withCancel(new CancelOptions(cancel.gracePeriod(), cancel.abandonAfter(), cancel.escalate(),
					cancel.cascade(), OWNER_RETRY));
	}

	/**
	 * Returns a builder of the registration of a task of the kind {@code remote}.
	 * @param id the id of the task
	 * @return the builder
	 */
	protected static BackgroundTaskRegistration.Builder remote(String id) {
		return BackgroundTaskRegistration.ofKind("remote").id(id);
	}

	/**
	 * Returns a request for a task of the kind {@code remote}.
	 * @param id the id of the task
	 * @return the request
	 */
	protected static TaskRequest request(String id) {
		return TaskRequest.of(remote(id).build());
	}

	/**
	 * Submits a task of the kind {@code remote} to the session {@code s1} and waits until
	 * its start call has returned.
	 * @param id the id of the task
	 * @return the handle
	 * @throws InterruptedException if the thread is interrupted
	 */
	protected BackgroundTaskHandle<@Nullable Object> started(String id) throws InterruptedException {
		return started(request(id));
	}

	/**
	 * Submits a task to the session {@code s1} and waits until its start call has
	 * returned.
	 * @param request a request for a task of the kind {@code remote}
	 * @return the handle
	 * @throws InterruptedException if the thread is interrupted
	 */
	protected BackgroundTaskHandle<@Nullable Object> started(TaskRequest request) throws InterruptedException {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request);
		this.remote.await(task.id(), Operation.START).awaitOver();
		return task;
	}

	/**
	 * Returns the current state of a task.
	 * @param task the task
	 * @return the state
	 */
	protected static BackgroundTaskState stateOf(BackgroundTaskHandle<?> task) {
		return task.record().state();
	}

	/**
	 * Returns the number of control calls that ever began. Each call sets its timeout
	 * first, and the timer counts these.
	 * @return the number of calls
	 */
	protected int controlCalls() {
		return this.timer.timesScheduled(CONTROL);
	}

	/**
	 * Returns a behaviour that waits until the test releases it or the host interrupts
	 * it.
	 * @param interrupted counted down on the interrupt
	 * @return the behaviour
	 */
	protected Behaviour waiting(CountDownLatch interrupted) {
		return (call) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw ex;
			}
		};
	}

	/**
	 * Returns a behaviour that ignores interrupts and returns when the test releases it.
	 * @param interrupted counted down on each interrupt
	 * @return the behaviour
	 */
	protected Behaviour ignoringInterrupts(CountDownLatch interrupted) {
		return (call) -> {
			while (this.release.getCount() > 0) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
				}
			}
		};
	}

	/**
	 * Runs work on another thread.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the running work
	 */
	protected static <T extends @Nullable Object> FutureTask<T> elsewhere(Callable<T> work) {
		FutureTask<T> future = new FutureTask<>(work);
		Thread.ofVirtual().start(future);
		return future;
	}

	/**
	 * Waits for the result of work.
	 * @param <T> the type of the result
	 * @param work the running work
	 * @return the result
	 * @throws Exception if the work threw, or did not end in time
	 */
	protected static <T extends @Nullable Object> T outcomeOf(FutureTask<T> work) throws Exception {
		return work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/** An executor that implements only the required operation. */
	public static final class CancelOnly implements BackgroundTaskExecutor {

		private final String kind;

		private final KindOptions options;

		/**
		 * Creates an executor.
		 * @param kind the name of the kind
		 * @param options the options of the kind
		 */
		public CancelOnly(String kind, KindOptions options) {
			this.kind = kind;
			this.options = options;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public KindOptions options() {
			return this.options;
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			// there is nothing to wind down
		}

		@Override
		public String toString() {
			return "executor of '" + this.kind + "'";
		}

	}

}
