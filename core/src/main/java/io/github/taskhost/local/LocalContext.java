package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskRegistration;
import io.github.taskhost.TaskCancelledException;
import io.github.taskhost.TaskStateException;
import io.github.taskhost.lifecycle.TaskLifecycle;
import org.jspecify.annotations.Nullable;

/**
 * A body's view of its task.
 */
final class LocalContext extends LocalReporter implements BackgroundTaskContext {

	private final Execution execution;

	LocalContext(Host host, Execution execution) {
		super(host, execution.task(), execution.attempt());
		this.execution = execution;
	}

	@Override
	public boolean isCancelled() {
		return TaskLifecycle.shouldWindDown(record(), attempt());
	}

	@Override
	public void throwIfCancelled() {
		if (isCancelled()) {
			BackgroundTaskRecord record = record();
			String reason = record.cancelReason();
			throw new TaskCancelledException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' is to end: " + record.state() + ((reason != null) ? ", " + reason : ""));
		}
	}

	@Override
	public CancelRegistration onCancel(Runnable action) {
		return register(() -> host().callbacks().run(task(), action::run));
	}

	private CancelRegistration register(Runnable action) {
		CancelRegistration registration = this.execution.cancelSource().add(action);
		if (registration == null) {
			throw new TaskStateException("Task '" + taskId() + "' of session '" + sessionId() + "' has "
					+ CancelSource.MAX_ACTIONS + " actions that wait for its cancellation, the limit. Close some.");
		}
		return registration;
	}

	@Override
	public void sleep(Duration duration) throws InterruptedException {
		CountDownLatch wake = new CountDownLatch(1);
		TaskTimer.Scheduled alarm = host().timer().schedule(wake::countDown, duration);
		CancelRegistration cancellation = register(wake::countDown);
		try {
			throwIfCancelled();
			wake.await();
		}
		finally {
			alarm.cancel();
			cancellation.close();
		}
		throwIfCancelled();
	}

	@Override
	public <R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(BackgroundTaskRegistration registration,
			BackgroundTask<R> body) {
		return host().spawns().child(task(), registration, body);
	}

}
