package io.github.taskhost.local;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Questions of tasks and the answers to them.
 */
final class Asking {

	private final Host host;

	private final AnswerChecks checks;

	Asking(Host host, AnswerSchemas schemas, TaskCallers callers) {
		this.host = host;
		this.checks = new AnswerChecks(host.codec(), schemas, callers);
	}

	/**
	 * Asks, unless an answer is kept.
	 * @param type what the body that waits reads the answer as, or {@code null} when none
	 * waits
	 * @return the question that is open, or the answer that is kept
	 */
	Asked ask(LocalTask task, int attempt, InputRequest question, @Nullable Type type) {
		this.checks.requireCheckable(question);
		Dialogue dialogue = this.host.reportsOf(task).dialogue();
		TaskCommand command = new TaskCommand.Ask(question);
		Asked asked = dialogue.inTurn(() -> {
			Answer kept = dialogue.answer(question.key());
			if (kept != null) {
				this.host.commits().requireCurrent(task, attempt);
				return new Asked(kept, null, null);
			}
			requireRoom(task, dialogue, question);
			Commit commit = this.host.commits().store(task, attempt, command);
			OpenQuestion open = new OpenQuestion(question, commit.after(), type);
			dialogue.opened(open);
			return new Asked(null, open, commit);
		});
		if (asked.open() != null && asked.commit() != null) {
			setDeadline(task, asked.open());
			this.host.commits().follow(task, asked.commit());
		}
		return asked;
	}

	private void requireRoom(LocalTask task, Dialogue dialogue, InputRequest question) {
		if (!dialogue.takesAnotherAnswer()) {
			BackgroundTaskRecord record = task.record();
			throw new TaskStateException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' cannot ask '" + question.key() + "': as many answers are kept for it as its limit allows ("
					+ this.host.options().reports().answers()
					+ ", taskhost.limits.answers). Ask less, or send messages.");
		}
	}

	private void setDeadline(LocalTask task, OpenQuestion open) {
		Instant deadline = open.question().deadline();
		if (deadline != null) {
			Duration left = Duration.between(this.host.clock().instant(), deadline);
			open.deadline = this.host.alarms().after(left, () -> lapse(task, open));
		}
	}

	/** A timer that fires too early, by the clock, is set again. */
	private void lapse(LocalTask task, OpenQuestion open) {
		InputRequest question = open.question();
		this.host.commits().commit(task, new TaskCommand.Lapse(question.key()));
		boolean early = this.host.clock().instant().isBefore(question.deadline());
		if (early && this.host.reportsOf(task).dialogue().open(question) == open) {
			setDeadline(task, open);
		}
	}

	/** The body waits no longer: the question goes. */
	void giveUp(LocalTask task, int attempt, InputRequest question) {
		if (this.host.reportsOf(task).dialogue().open(question) != null) {
			this.host.commits().commit(task, attempt, new TaskCommand.Live(BackgroundTaskState.RUNNING));
		}
	}

	/**
	 * A question is over without an answer: what follows from a change that was
	 * committed.
	 */
	void over(LocalTask task, Commit commit) {
		QuestionEnd end = commit.outcome().question();
		if (end == QuestionEnd.LAPSED || end == QuestionEnd.WITHDRAWN) {
			OpenQuestion withdrawn = this.host.reportsOf(task)
				.dialogue()
				.withdrawn(commit.before(), end == QuestionEnd.LAPSED);
			ended(withdrawn, commit.after());
		}
	}

	private void ended(@Nullable OpenQuestion open, BackgroundTaskRecord after) {
		if (open != null) {
			open.cancelDeadline();
			this.host.metrics().inputWaited(after, Duration.between(open.askedAt(), after.updatedAt()));
		}
	}

	/**
	 * Answers the question that was checked, or checks anew when it is another by now.
	 */
	TaskMessageReceipt answer(LocalTask task, String key, Object value) {
		Answered answered = null;
		while (answered == null) {
			answered = tryToAnswer(task, key, value);
		}
		this.host.commits().follow(task, answered.commit());
		ended(answered.open(), answered.commit().after());
		this.host.metrics().message(answered.commit().after(), MessageDirection.INBOUND);
		return answered.awaited() ? new TaskMessageReceipt(answered.message(), null)
				: this.host.messaging().passOn(task, answered.message(), answered.queued());
	}

	private @Nullable Answered tryToAnswer(LocalTask task, String key, Object value) {
		Dialogue dialogue = this.host.reportsOf(task).dialogue();
		InputRequest question = Optional.ofNullable(task.record().inputRequest())
			.filter((open) -> open.key().equals(key))
			.orElse(null);
		OpenQuestion open = dialogue.open(question);
		Answer answer = this.checks.checked(key, value, question, open, this.host.clock().instant());
		return dialogue.inTurn(() -> {
			if (dialogue.open(question) != open) {
				return null;
			}
			TaskCommand command = new TaskCommand.Reply(answer, question, dialogue.answer(key));
			Commit commit = this.host.commits().store(task, TaskLifecycle.ANY_ATTEMPT, command);
			Messaging.requireStored(commit);
			TaskMessage message = this.host.messaging()
				.inbound(List.of(TaskMessagePart.data(answer.value())), answer.by(), key);
			boolean awaited = dialogue.answered(answer);
			TaskMessage kept = awaited ? message.withDelivery(MessageDelivery.DELIVERED) : message;
			dialogue.keep(kept);
			return new Answered(kept, open, awaited, commit, awaited ? null : Messaging.queue(task, kept));
		});
	}

	/**
	 * What came of asking; one of the first two is present.
	 *
	 * @param kept the answer that was kept
	 * @param open the question that is open now
	 * @param commit what changed
	 */
	record Asked(@Nullable Answer kept, @Nullable OpenQuestion open, @Nullable Commit commit) {
	}

	private record Answered(TaskMessage message, @Nullable OpenQuestion open, boolean awaited, Commit commit,
			@Nullable CompletableFuture<@Nullable Void> queued) {
	}

}
