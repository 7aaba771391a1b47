package io.github.taskhost.local.question;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Asks the questions of tasks, answers them, and lets them lapse at their deadlines.
 */
public final class Questions implements ChangeListener {

	private final Commits commits;

	private final ReportKeeper reports;

	private final Mailboxes mailboxes;

	private final AnswerChecks checks;

	private final Alarms alarms;

	private final Clock clock;

	private final BackgroundTaskMetricsRecorder metrics;

	private final int limit;

	public Questions(Commits commits, ReportKeeper reports, Mailboxes mailboxes, AnswerChecks checks, Alarms alarms,
			Clock clock, BackgroundTaskMetricsRecorder metrics, int limit) {
		this.commits = commits;
		this.reports = reports;
		this.mailboxes = mailboxes;
		this.checks = checks;
		this.alarms = alarms;
		this.clock = clock;
		this.metrics = metrics;
		this.limit = limit;
	}

	/**
	 * Asks a question, unless an answer to it is kept.
	 * @param type the type as which the waiting body reads the answer, or {@code null} if
	 * no body waits
	 * @return the open question, or the kept answer
	 */
	public Asked ask(LocalTask task, int attempt, InputRequest question, @Nullable Type type) {
		this.checks.requireCheckable(question);
		Mailbox mailbox = this.reports.of(task).mailbox();
		acceptReplyOf(task, attempt, mailbox);
		TaskCommand command = new TaskCommand.Ask(question);
		Asked asked = mailbox.inTurn(() -> {
			Answer kept = mailbox.answer(question.key());
			if (kept != null) {
				this.commits.requireCurrent(task, attempt);
				return new Asked(kept, null, null);
			}
			requireRoom(task, mailbox, question);
			Change change = this.commits.store(task, attempt, command);
			OpenQuestion open = new OpenQuestion(question, change.after(), type);
			mailbox.opened(open);
			return new Asked(null, open, change);
		});
		if (asked.open() != null && asked.change() != null) {
			setDeadline(task, asked.open());
			this.commits.follow(asked.change());
		}
		return asked;
	}

	/**
	 * Accepts the answer that an executor is taking: work that asks its next question has
	 * the answer to the one before.
	 */
	private void acceptReplyOf(LocalTask task, int attempt, Mailbox mailbox) {
		OpenQuestion.Reply reply = mailbox.reply();
		if (reply != null) {
			this.commits.requireCurrent(task, attempt);
			reply.acceptIfInDelivery();
		}
	}

	private void requireRoom(LocalTask task, Mailbox mailbox, InputRequest question) {
		if (!mailbox.takesAnotherAnswer()) {
			BackgroundTaskRecord record = task.record();
			throw new TaskStateException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' cannot ask '" + question.key() + "': it has " + this.limit
					+ " answers, the limit (taskhost.limits.answers). Ask fewer questions, or use messages.");
		}
	}

	private void setDeadline(LocalTask task, OpenQuestion open) {
		Instant deadline = open.question().deadline();
		if (deadline != null) {
			Duration left = Duration.between(this.clock.instant(), deadline);
			open.deadline(this.alarms.after(left, () -> lapse(task, open)));
		}
	}

	/**
	 * Lets a question lapse. An alarm that fires before the deadline, by the clock, is
	 * set again.
	 */
	private void lapse(LocalTask task, OpenQuestion open) {
		InputRequest question = open.question();
		this.commits.apply(task, new TaskCommand.Lapse(question.key()));
		boolean early = this.clock.instant().isBefore(question.deadline());
		if (early && this.reports.of(task).mailbox().open(question) == open) {
			setDeadline(task, open);
		}
	}

	/** Withdraws the question of a body that was interrupted while it waited. */
	public void giveUp(LocalTask task, int attempt, InputRequest question) {
		if (this.reports.of(task).mailbox().open(question) != null) {
			this.commits.apply(task, attempt, new TaskCommand.Live(BackgroundTaskState.RUNNING));
		}
	}

	/** Closes a question that ended without an answer. */
	@Override
	public void changed(Change change) {
		QuestionEnd end = change.outcome().question();
		BackgroundTaskRecord before = change.before();
		if (before != null && (end == QuestionEnd.LAPSED || end == QuestionEnd.WITHDRAWN)) {
			OpenQuestion withdrawn = this.reports.of(change.task())
				.mailbox()
				.withdrawn(before, end == QuestionEnd.LAPSED);
			ended(withdrawn, change.after());
		}
	}

	/**
	 * Opens the question in the record of a task that is not in the table yet; no body
	 * waits for it.
	 */
	public void open(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		InputRequest question = record.inputRequest();
		if (question != null) {
			Mailbox mailbox = this.reports.of(task).mailbox();
			mailbox.inTurn(() -> mailbox.opened(new OpenQuestion(question, record, null)));
		}
	}

	/** Sets the alarm of the open question of a task that is in the table. */
	public void watch(LocalTask task) {
		InputRequest question = task.record().inputRequest();
		OpenQuestion open = (question != null) ? this.reports.of(task).mailbox().open(question) : null;
		if (open != null) {
			setDeadline(task, open);
		}
	}

	private void ended(@Nullable OpenQuestion open, BackgroundTaskRecord after) {
		if (open != null) {
			open.cancelDeadline();
			this.metrics.inputWaited(after, Duration.between(open.askedAt(), after.updatedAt()));
		}
	}

	/**
	 * Answers a question. When the open question changes between check and commit, the
	 * answer is checked again.
	 */
	public TaskMessageReceipt answer(LocalTask task, String key, Object value) {
		Answered answered = null;
		while (answered == null) {
			answered = tryToAnswer(task, key, value);
		}
		if (answered.change() != null) {
			follow(answered.change(), answered.open());
		}
		return answered.awaited() ? new TaskMessageReceipt(answered.message(), null)
				: this.mailboxes.passOn(task, answered.message(), answered.queued());
	}

	private @Nullable Answered tryToAnswer(LocalTask task, String key, Object value) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		InputRequest question = Optional.ofNullable(task.record().inputRequest())
			.filter((open) -> open.key().equals(key))
			.orElse(null);
		OpenQuestion open = mailbox.open(question);
		Answer answer = this.checks.checked(key, value, question, open, this.clock.instant());
		return mailbox.inTurn(() -> {
			if (mailbox.open(question) != open) {
				return null;
			}
			if (open != null && !open.isAwaited() && task.driven() != null) {
				return send(task, task.driven(), mailbox, open, answer);
			}
			TaskCommand command = new TaskCommand.Reply(answer, question, mailbox.answer(key));
			Change change = this.commits.store(task, TaskLifecycle.ANY_ATTEMPT, command);
			Mailboxes.requireStored(change);
			TaskMessage message = this.mailboxes.inbound(List.of(TaskMessagePart.data(answer.value())), answer.by(),
					key);
			boolean awaited = mailbox.answered(answer);
			TaskMessage kept = awaited ? message.withDelivery(MessageDelivery.DELIVERED) : message;
			mailbox.keep(kept);
			return new Answered(kept, open, awaited, change, awaited ? null : this.mailboxes.queue(task, kept));
		});
	}

	private void follow(Change change, @Nullable OpenQuestion question) {
		this.commits.follow(change);
		ended(question, change.after());
		this.metrics.message(change.after(), MessageDirection.INBOUND);
	}

	/**
	 * Sends an answer to the executor that asked; call in turn. The question stays open
	 * until the delivery has returned, and takes no other answer meanwhile.
	 */
	private Answered send(LocalTask task, Work.Driven driven, Mailbox mailbox, OpenQuestion question, Answer answer) {
		OpenQuestion.Reply earlier = question.reply();
		if (earlier != null) {
			throw underWay(task.record(), earlier.answer());
		}
		TaskMessage message = this.mailboxes.inbound(List.of(TaskMessagePart.data(answer.value())), answer.by(),
				answer.key());
		AnswerSending sending = new AnswerSending(this, this.mailboxes, task, question, answer, message);
		question.reply(sending);
		mailbox.keep(message);
		driven.queue(sending);
		return new Answered(message, question, false, null, sending.receipt());
	}

	private static TaskStateException underWay(BackgroundTaskRecord record, Answer earlier) {
		return new TaskStateException("Task '" + record.id() + "' of session '" + record.sessionId()
				+ "' cannot take an answer to '" + earlier.key() + "': an answer of " + earlier.time()
				+ ((earlier.by() != null) ? " by " + earlier.by() : "")
				+ " is being delivered. Answer again if the question is still open after its delivery.");
	}

	/** Whether a question is open, so that an answer to it is wanted. */
	boolean isOpen(LocalTask task, OpenQuestion question) {
		return this.reports.of(task).mailbox().open(question.question()) == question;
	}

	/**
	 * Commits an answer that the executor has taken, if its question is still open in the
	 * record.
	 */
	void accept(LocalTask task, OpenQuestion question, Answer answer) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		Change change = mailbox.inTurn(() -> (mailbox.open(question.question()) == question
				&& question.question().equals(task.record().inputRequest())) ? stored(task, mailbox, question, answer)
						: null);
		if (change != null) {
			follow(change, question);
		}
	}

	private @Nullable Change stored(LocalTask task, Mailbox mailbox, OpenQuestion question, Answer answer) {
		try {
			TaskCommand command = new TaskCommand.Reply(answer, question.question(), null);
			Change change = this.commits.store(task, TaskLifecycle.ANY_ATTEMPT, command);
			if (change.stored()) {
				mailbox.answered(answer);
				return change;
			}
			return null;
		}
		catch (TaskStateException ex) {
			return null; // the question was withdrawn at this moment
		}
	}

	/**
	 * Lets a question take another answer after one was not delivered; returns whether it
	 * is open.
	 */
	boolean openAgain(LocalTask task, OpenQuestion question) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		return mailbox.inTurn(() -> {
			question.reply(null);
			return mailbox.open(question.question()) == question;
		});
	}

	/** Reports in the status of a task that an answer was not delivered. */
	void notDelivered(LocalTask task, OpenQuestion question, Throwable failure) {
		String status = "The answer to '" + question.question().key() + "' was not delivered: "
				+ Mailboxes.reason(failure);
		this.commits.apply(task, new TaskCommand.Update(null, Texts.clean(status, Texts.LINE)));
	}

	/**
	 * The result of asking: either a kept answer, or an open question with its change.
	 *
	 * @param kept the answer that was kept
	 * @param open the question that is now open
	 * @param change the change that opened the question
	 */
	public record Asked(@Nullable Answer kept, @Nullable OpenQuestion open, @Nullable Change change) {
	}

	private record Answered(TaskMessage message, @Nullable OpenQuestion open, boolean awaited, @Nullable Change change,
			@Nullable CompletableFuture<TaskMessageReceipt> queued) {
	}

}
