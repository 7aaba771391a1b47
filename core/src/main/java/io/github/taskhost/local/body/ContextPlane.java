package io.github.taskhost.local.body;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.gate.CancelSource;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.QuestionOutcome;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Implements the calls of the context of a body: cancellation, sleep, questions,
 * messages, children and steps. Cancellation of the task ends every wait.
 */
public final class ContextPlane {

	private final Callbacks callbacks;

	private final TaskTimer timer;

	private final Heartbeats heartbeats;

	private final Questions questions;

	private final PayloadCodec codec;

	private final ReportKeeper reports;

	private final ChildSpawner children;

	private final Joins joins;

	private final Steps steps;

	public ContextPlane(Callbacks callbacks, TaskTimer timer, Heartbeats heartbeats, Questions questions,
			PayloadCodec codec, ReportKeeper reports, ChildSpawner children, Joins joins, Steps steps) {
		this.callbacks = callbacks;
		this.timer = timer;
		this.heartbeats = heartbeats;
		this.questions = questions;
		this.codec = codec;
		this.reports = reports;
		this.children = children;
		this.joins = joins;
		this.steps = steps;
	}

	static boolean isCancelled(Attempt attempt) {
		return attempt.heeds() || WorkRules.shouldWindDown(attempt.task().record(), attempt.number());
	}

	static void throwIfCancelled(Attempt attempt) {
		if (isCancelled(attempt)) {
			attempt.markTold();
			BackgroundTaskRecord record = attempt.task().record();
			String reason = record.cancelReason();
			throw new TaskCancelledException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' must end: " + record.state() + ((reason != null) ? ", " + reason : ""));
		}
	}

	CancelRegistration onCancel(Attempt attempt, Runnable action) {
		LocalTask task = attempt.task();
		CancelRegistration registration = attempt.cancelSource().addAction(() -> {
			attempt.heeds();
			this.callbacks.run(task, action::run);
		});
		if (registration == null) {
			BackgroundTaskRecord record = task.record();
			throw new TaskStateException(
					"Task '" + record.id() + "' of session '" + record.sessionId() + "' has " + CancelSource.MAX_ACTIONS
							+ " cancellation actions, the limit. Close registrations that are no longer needed.");
		}
		return registration;
	}

	void sleep(Attempt attempt, Duration duration) throws InterruptedException {
		CountDownLatch wake = new CountDownLatch(1);
		throwIfCancelled(attempt);
		CancelRegistration cancellation = attempt.cancelSource().addWake(wake::countDown);
		try {
			boolean unused = this.heartbeats.blocking(attempt, () -> isOver(wake, duration));
		}
		finally {
			cancellation.close();
		}
		throwIfCancelled(attempt);
	}

	/** Waits for a time, which counts from when the body is known to wait. */
	private boolean isOver(CountDownLatch wake, Duration duration) throws InterruptedException {
		TaskTimer.Scheduled alarm = this.timer.schedule(wake::countDown, duration);
		try {
			wake.await();
			return true;
		}
		finally {
			alarm.cancel();
		}
	}

	Answer requestInput(Attempt attempt, InputRequest question, Type type) throws InterruptedException {
		throwIfCancelled(attempt);
		Questions.Asked asked = ask(attempt, question, type);
		if (asked.kept() != null) {
			return asked.kept();
		}
		OpenQuestion open = asked.open();
		if (open == null) {
			throwIfCancelled(attempt);
		}
		return await(attempt, Objects.requireNonNull(open, "the question"));
	}

	/** Asks, in turn with the other threads of the body. */
	private Questions.Asked ask(Attempt attempt, InputRequest question, Type type) throws InterruptedException {
		Mailbox mailbox = this.reports.of(attempt.task()).mailbox();
		CancelRegistration cancellation = attempt.cancelSource().addWake(mailbox::wake);
		try {
			return this.heartbeats.blocking(attempt, () -> this.questions.askInTurn(attempt.task(), attempt.number(),
					question, type, () -> isCancelled(attempt)));
		}
		finally {
			cancellation.close();
		}
	}

	private Answer await(Attempt attempt, OpenQuestion open) throws InterruptedException {
		try {
			return switch (this.heartbeats.blocking(attempt, open::await)) {
				case QuestionOutcome.Answered answered -> answered.answer();
				case QuestionOutcome.Declined declined -> throw declined(attempt, declined);
				case QuestionOutcome.Withdrawn withdrawn ->
					throw withdrawn(attempt, open.question(), withdrawn.lapsed());
			};
		}
		catch (InterruptedException ex) {
			if (!attempt.heeds()) {
				this.questions.giveUp(attempt.task(), open);
			}
			throw ex;
		}
	}

	private static InputDeclinedException declined(Attempt attempt, QuestionOutcome.Declined declined) {
		BackgroundTaskRecord record = attempt.task().record();
		return new InputDeclinedException(declined.key(), declined.reason(), declined.by(), "Task '" + record.id()
				+ "' of session '" + record.sessionId() + "' gets no answer. " + declined.text());
	}

	private static InputWithdrawnException withdrawn(Attempt attempt, InputRequest question, boolean lapsed) {
		throwIfCancelled(attempt);
		BackgroundTaskRecord record = attempt.task().record();
		String what = "The question '" + question.key() + "' of task '" + record.id() + "' of session '"
				+ record.sessionId() + "' ";
		return lapsed
				? new InputDeadlineException(question.key(),
						what + "was not answered by its deadline, " + question.deadline() + ".")
				: new InputWithdrawnException(question.key(),
						what + "was withdrawn: the task was reported to continue without an answer.");
	}

	Object value(Answer answer, Type type) {
		return Objects.requireNonNull(this.codec.decode(answer.value(), type), "the answer");
	}

	Optional<TaskMessage> receive(Attempt attempt, Duration timeout) throws InterruptedException {
		Mailbox mailbox = this.reports.of(attempt.task()).mailbox();
		throwIfCancelled(attempt);
		CancelRegistration cancellation = attempt.cancelSource().addWake(mailbox::wake);
		try {
			Optional<TaskMessage> message = this.heartbeats.blocking(attempt, () -> receive(attempt, mailbox, timeout));
			if (message.isEmpty()) {
				throwIfCancelled(attempt);
			}
			return message;
		}
		finally {
			cancellation.close();
		}
	}

	/** Waits for a message; the time counts from when the body is known to wait. */
	private Optional<TaskMessage> receive(Attempt attempt, Mailbox mailbox, Duration timeout)
			throws InterruptedException {
		AtomicBoolean late = new AtomicBoolean(!timeout.isPositive());
		TaskTimer.Scheduled alarm = this.timer.schedule(() -> {
			late.set(true);
			mailbox.wake();
		}, timeout);
		try {
			return mailbox.receive(() -> isCancelled(attempt), late::get);
		}
		finally {
			alarm.cancel();
		}
	}

	<R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(Attempt attempt,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		return this.children.spawn(attempt.task(), registration, body);
	}

	Steps steps() {
		return this.steps;
	}

	<R extends @Nullable Object> List<R> awaitAll(Attempt attempt,
			Collection<? extends BackgroundTaskHandle<? extends R>> handles, JoinPolicy policy)
			throws InterruptedException {
		return this.joins.join(attempt, handles, policy);
	}

	<T> Stream<T> predecessorResults(Attempt attempt, Class<T> type) {
		throwIfCancelled(attempt);
		return this.joins.predecessorResults(attempt, type);
	}

}
