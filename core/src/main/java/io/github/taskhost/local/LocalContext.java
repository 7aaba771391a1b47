package io.github.taskhost.local;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
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
		return WorkRules.shouldWindDown(record(), attempt());
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
		CancelRegistration cancellation = register(wake::countDown);
		TaskTimer.Scheduled alarm = host().timer().schedule(wake::countDown, duration);
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
	public Answer requestInput(InputRequest question) throws InterruptedException {
		return await(question, JsonPayload.class);
	}

	private Answer await(InputRequest question, Type type) throws InterruptedException {
		throwIfCancelled();
		Asking.Asked asked = host().asking().ask(task(), attempt(), question, type);
		if (asked.kept() != null) {
			return asked.kept();
		}
		try {
			return switch (Objects.requireNonNull(asked.open()).await()) {
				case OpenQuestion.Outcome.Answered answered -> answered.answer();
				case OpenQuestion.Outcome.Withdrawn withdrawn -> throw withdrawn(question, withdrawn.lapsed());
			};
		}
		catch (InterruptedException ex) {
			host().asking().giveUp(task(), attempt(), question);
			throw ex;
		}
	}

	private InputWithdrawnException withdrawn(InputRequest question, boolean lapsed) {
		throwIfCancelled();
		String what = "The question '" + question.key() + "' of task '" + taskId() + "' of session '" + sessionId()
				+ "' ";
		return lapsed
				? new InputDeadlineException(question.key(),
						what + "was not answered by its deadline, " + question.deadline() + ".")
				: new InputWithdrawnException(question.key(),
						what + "was withdrawn: the task was reported to go on without an answer.");
	}

	@Override
	public <T> T requestInput(InputRequest question, Class<T> type) throws InterruptedException {
		Answer answer = await(question, type);
		return type.cast(Objects.requireNonNull(host().codec().decode(answer.value(), type), "the answer"));
	}

	@Override
	public Optional<TaskMessage> receive(Duration timeout) throws InterruptedException {
		Dialogue dialogue = host().reportsOf(task()).dialogue();
		AtomicBoolean late = new AtomicBoolean(!timeout.isPositive());
		CancelRegistration cancellation = register(dialogue::wake);
		TaskTimer.Scheduled alarm = host().timer().schedule(() -> {
			late.set(true);
			dialogue.wake();
		}, timeout);
		try {
			throwIfCancelled();
			Optional<TaskMessage> message = dialogue.receive(this::isCancelled, late::get);
			if (message.isEmpty()) {
				throwIfCancelled();
			}
			return message;
		}
		finally {
			alarm.cancel();
			cancellation.close();
		}
	}

	@Override
	public <R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(BackgroundTaskRegistration registration,
			BackgroundTask<R> body) {
		return host().spawns().child(task(), registration, body);
	}

}
