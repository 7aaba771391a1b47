package io.github.taskhost.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.testkit.RecordingExecutor.Behaviour;
import io.github.taskhost.testkit.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;

/** A part of the contract about kinds with executors: what its tests share. */
abstract class KindContract extends HostContract {

	/** The bound of a control call; no other time of a test is the same. */
	static final Duration CONTROL = Duration.ofSeconds(17);

	static final Duration MAX_BACKOFF = Duration.ofSeconds(38);

	final RecordingExecutor remote = remoteKind(RecordingExecutor.of("remote"));

	/** What the kind of the tests is like. */
	RecordingExecutor remoteKind(RecordingExecutor plain) {
		return plain;
	}

	@Override
	HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withExecutors(this.remote, new CancelOnly("plain", KindOptions.NONE));
	}

	@Override
	BackgroundTaskHostOptions options() {
		return super.options().withControl(new ControlOptions(CONTROL, 0, MAX_BACKOFF));
	}

	static BackgroundTaskRegistration.Builder remote(String id) {
		return BackgroundTaskRegistration.ofKind("remote").id(id);
	}

	static TaskRequest request(String id) {
		return TaskRequest.of(remote(id).build());
	}

	/** Submits a task and waits until its start is over. */
	BackgroundTaskHandle<@Nullable Object> started(String id) throws InterruptedException {
		return started(request(id));
	}

	BackgroundTaskHandle<@Nullable Object> started(TaskRequest request) throws InterruptedException {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request);
		this.remote.await(task.id(), Operation.START).awaitOver();
		return task;
	}

	static BackgroundTaskState stateOf(BackgroundTaskHandle<?> task) {
		return task.record().state();
	}

	/** How many calls of executors were ever begun: each sets its bound first. */
	int controlCalls() {
		return this.timer.timesScheduled(CONTROL);
	}

	/** Waits until the test lets it go, or it is interrupted, and says the latter. */
	Behaviour waiting(CountDownLatch interrupted) {
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

	/** Waits until the test lets it go, whatever it is told. */
	Behaviour ignoringInterrupts(CountDownLatch interrupted) {
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

	/** Does something on another thread. */
	static <T extends @Nullable Object> FutureTask<T> elsewhere(Callable<T> work) {
		FutureTask<T> future = new FutureTask<>(work);
		Thread.ofVirtual().start(future);
		return future;
	}

	static <T extends @Nullable Object> T outcomeOf(FutureTask<T> work) throws Exception {
		return work.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	/** A kind that has no more than it must. */
	static final class CancelOnly implements BackgroundTaskExecutor {

		private final String kind;

		private final KindOptions options;

		CancelOnly(String kind, KindOptions options) {
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
