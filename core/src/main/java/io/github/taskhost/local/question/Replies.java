package io.github.taskhost.local.question;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.QuestionOutcome;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskQuestions;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers and declines the questions of tasks.
 */
public final class Replies {

	private static final Logger log = LoggerFactory.getLogger(Replies.class);

	private final Commits commits;

	private final ReportKeeper reports;

	private final Questions questions;

	private final Mailboxes mailboxes;

	private final AnswerChecks checks;

	private final Clock clock;

	private final BackgroundTaskMetricsRecorder metrics;

	private final int limit;

	public Replies(Commits commits, ReportKeeper reports, Questions questions, Mailboxes mailboxes, AnswerChecks checks,
			Clock clock, BackgroundTaskMetricsRecorder metrics, int limit) {
		this.commits = commits;
		this.reports = reports;
		this.questions = questions;
		this.mailboxes = mailboxes;
		this.checks = checks;
		this.clock = clock;
		this.metrics = metrics;
		this.limit = limit;
	}

	/**
	 * Answers a question.
	 * @param number the number of the question, or 0 for none
	 */
	public TaskMessageReceipt answer(LocalTask task, String key, int number, Object value) {
		return reply(task, key, number,
				(open) -> new QuestionOutcome.Answered(this.checks.checked(key, value, open, this.clock.instant())));
	}

	/**
	 * Declines a question.
	 * @param number the number of the question, or 0 for none
	 */
	public TaskMessageReceipt decline(LocalTask task, String key, int number, @Nullable String reason) {
		return reply(task, key, number, (open) -> new QuestionOutcome.Declined(key, reason,
				this.checks.permitted((open != null) ? open.question() : null)));
	}

	/**
	 * Ends a question by a caller. When the open question changes between check and
	 * commit, or the task is given up, the reply is checked again.
	 */
	private TaskMessageReceipt reply(LocalTask meant, String key, int number,
			Function<@Nullable OpenQuestion, QuestionOutcome.ByCaller> checked) {
		LocalTask task = meant;
		Replied replied = null;
		while (replied == null) {
			task = this.commits.present(task);
			LocalTask present = task;
			replied = this.commits.inTurn(() -> tryToReply(present, key, number, checked));
		}
		if (replied.closed() != null) {
			follow(task, replied.open(), replied.closed());
		}
		return replied.isAwaited() ? new TaskMessageReceipt(replied.message(), null)
				: this.mailboxes.passOn(task, replied.message(), replied.queued());
	}

	private void follow(LocalTask task, OpenQuestion question, Closing closing) {
		this.commits.follow(closing.change());
		this.questions.ended(question, closing.change().after());
		this.metrics.message(closing.change().after(), MessageDirection.INBOUND);
		if (closing.closed().nearlyFull()) {
			warn(task);
		}
	}

	private @Nullable Replied tryToReply(LocalTask task, String key, int number,
			Function<@Nullable OpenQuestion, QuestionOutcome.ByCaller> checked) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		TaskQuestions questions = mailbox.questions();
		OpenQuestion present = questions.open();
		OpenQuestion open = (present != null && present.isNamed(key, number)) ? present : null;
		QuestionOutcome.ByCaller outcome = checked.apply(open);
		return mailbox.inTurn(() -> {
			if (questions.open() != present) {
				return null;
			}
			Replied sent = (open != null) ? sent(task, mailbox, open, outcome) : null;
			if (sent != null) {
				return sent;
			}
			InputRequest question = (open != null) ? open.question() : null;
			NamedQuestion named = new NamedQuestion(key, number, question, questions.answer(key));
			TaskMessage message = (open != null) ? message(open, outcome) : null;
			return this.commits.store(task, TaskLifecycle.ANY_ATTEMPT, outcome.command(named),
					with(open, outcome, message), (change) -> {
						if (this.mailboxes.goesOnElsewhere(change)) {
							return null;
						}
						Mailboxes.requireStored(change);
						return replied(task, mailbox, Objects.requireNonNull(open), outcome, change,
								Objects.requireNonNull(message));
					});
		});
	}

	/**
	 * The values that are stored with a reply: its message, which a body that waits gets
	 * at once, and an answer to keep.
	 */
	private static Additions with(@Nullable OpenQuestion open, QuestionOutcome.ByCaller outcome,
			@Nullable TaskMessage message) {
		if (open == null || message == null) {
			return Additions.NONE;
		}
		KeptValue.KeptAnswer kept = (outcome instanceof QuestionOutcome.Answered answered)
				? new KeptValue.KeptAnswer(open.question(), answered.answer(), open.typeName()) : null;
		return new Additions(open.isAwaited() ? message.withDelivery(MessageDelivery.DELIVERED) : message, kept, null);
	}

	private Replied replied(LocalTask task, Mailbox mailbox, OpenQuestion open, QuestionOutcome.ByCaller outcome,
			Change change, TaskMessage message) {
		TaskQuestions.Closed closed = mailbox.questions().closed(open, outcome);
		TaskMessage kept = closed.awaited() ? message.withDelivery(MessageDelivery.DELIVERED) : message;
		mailbox.keep(kept);
		return new Replied(kept, open, new Closing(closed, change),
				closed.awaited() ? null : this.mailboxes.queue(task, kept));
	}

	private TaskMessage message(OpenQuestion open, QuestionOutcome.ByCaller outcome) {
		return this.mailboxes.inbound(List.of(outcome.part()), outcome.by(), open.question().key());
	}

	/**
	 * Sends a reply to the executor that asked; call in turn. The question stays open
	 * until the delivery has returned, and takes no other reply meanwhile.
	 */
	private Replied send(LocalTask task, Work.Driven driven, Mailbox mailbox, OpenQuestion question,
			QuestionOutcome.ByCaller outcome, TaskMessage message) {
		OpenQuestion.Reply earlier = question.reply();
		if (earlier != null) {
			throw underWay(task.record(), question, earlier.message());
		}
		ReplySending sending = new ReplySending(this, this.mailboxes, task, question, outcome, message);
		question.reply(sending);
		mailbox.keep(message);
		driven.queue(sending);
		return new Replied(message, question, null, sending.receipt());
	}

	/**
	 * Sends a reply to the executor that asked, here or through the host that has the
	 * task; returns {@code null} for other questions.
	 */
	private @Nullable Replied sent(LocalTask task, Mailbox mailbox, OpenQuestion open,
			QuestionOutcome.ByCaller outcome) {
		if (!open.isAwaited() && task.driven() != null && isOpenIn(task.record(), open)) {
			return send(task, task.driven(), mailbox, open, outcome, message(open, outcome));
		}
		TaskMessage reply = isDrivenElsewhere(task) ? message(open, outcome) : null;
		boolean told = reply != null
				&& this.commits.notice(task, new TaskNotice.Reply(open.question().number(), reply));
		return told ? new Replied(Objects.requireNonNull(reply), open, null, null) : null;
	}

	/** Whether an executor of another host delivers the replies to a task. */
	private static boolean isDrivenElsewhere(LocalTask task) {
		return Commits.isDetached(task) && task.record().mode().isReported()
				&& ElsewhereRules.takesMessages(task.record(), task.kind().executor() != null);
	}

	/**
	 * Sends a reply to the executor that asked, which another host has taken. Its
	 * question may have ended, or may have got another reply.
	 */
	public void arrived(LocalTask task, TaskNotice.Reply reply) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		Work.Driven driven = task.driven();
		if (driven != null && mailbox.inTurn(() -> isSent(task, driven, mailbox, reply))) {
			driven.startNext();
		}
		else {
			log.info("A reply to question '{}' of task {} of session {} came too late", reply.message().questionKey(),
					task.record().id(), task.record().sessionId());
		}
	}

	private boolean isSent(LocalTask task, Work.Driven driven, Mailbox mailbox, TaskNotice.Reply reply) {
		OpenQuestion open = mailbox.questions().open();
		if (open == null || open.question().number() != reply.number() || open.reply() != null
				|| !isOpenIn(task.record(), open)) {
			return false;
		}
		QuestionOutcome.ByCaller outcome = QuestionOutcome.of(open.question().key(), reply.message());
		if (outcome == null) {
			return false;
		}
		send(task, driven, mailbox, open, outcome, reply.message());
		return true;
	}

	private static TaskStateException underWay(BackgroundTaskRecord record, OpenQuestion question,
			TaskMessage earlier) {
		return new TaskStateException("Task '" + record.id() + "' of session '" + record.sessionId()
				+ "' cannot take a reply to '" + question.question().key() + "': a reply of " + earlier.time()
				+ " is being delivered. Answer again if the question is still open after its delivery.");
	}

	/** Whether a question is open, so that a reply to it is wanted. */
	boolean isOpen(LocalTask task, OpenQuestion question) {
		return this.reports.of(task).mailbox().questions().open() == question && isOpenIn(task.record(), question);
	}

	/**
	 * Whether a question is open in the record, which knows of its end before the
	 * mailbox.
	 */
	private static boolean isOpenIn(BackgroundTaskRecord record, OpenQuestion question) {
		return !record.state().isTerminal() && question.question().equals(record.inputRequest());
	}

	/**
	 * Commits a reply that the executor has taken, if its question is still open.
	 * @param taken whether the executor has the reply; called in turn
	 */
	void accept(LocalTask task, OpenQuestion question, QuestionOutcome.ByCaller outcome, TaskMessage message,
			BooleanSupplier taken) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		Closing closing = this.commits
			.inTurn(() -> mailbox.inTurn(() -> (taken.getAsBoolean() && isOpen(task, question))
					? stored(task, mailbox, question, outcome, message) : null));
		if (closing != null) {
			follow(task, question, closing);
		}
	}

	private @Nullable Closing stored(LocalTask task, Mailbox mailbox, OpenQuestion question,
			QuestionOutcome.ByCaller outcome, TaskMessage message) {
		InputRequest asked = question.question();
		try {
			NamedQuestion named = new NamedQuestion(asked.key(), asked.number(), asked, null);
			return this.commits.store(task, TaskLifecycle.ANY_ATTEMPT, outcome.command(named),
					with(question, outcome, message), (change) -> change.stored()
							? new Closing(mailbox.questions().closed(question, outcome), change) : null);
		}
		catch (TaskStateException ex) {
			return null; // the question was withdrawn at this moment
		}
	}

	/**
	 * Lets a question take another reply after one was not delivered; returns whether it
	 * is open.
	 */
	boolean openAgain(LocalTask task, OpenQuestion question) {
		return this.reports.of(task).mailbox().inTurn(() -> {
			question.reply(null);
			return isOpen(task, question);
		});
	}

	/**
	 * Reports in the status of a task that a reply was not delivered. The status has the
	 * type of the throwable only, since its message may contain values; the log has all.
	 */
	void notDelivered(LocalTask task, OpenQuestion question, Throwable failure) {
		BackgroundTaskRecord record = task.record();
		String key = question.question().key();
		log.warn("The reply to question '{}' of task {} of session {} was not delivered", key, record.id(),
				record.sessionId(), LogSafe.of(failure));
		String status = "The reply to '" + key + "' was not delivered, after " + failure.getClass().getName();
		try {
			this.commits.apply(task, new TaskCommand.Update(null, Texts.clean(status, Texts.LINE)));
		}
		catch (TaskStateException ex) {
			log.debug("The task of a reply that was not delivered has ended", LogSafe.of(ex));
		}
	}

	private void warn(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		log.warn(
				"Task {} of session {} nears its limit of {} answers (taskhost.limits.answers), and a question past it "
						+ "is refused. Use a key again, ask fewer questions, or raise the limit.",
				record.id(), record.sessionId(), this.limit);
	}

	/** The committed end of a question. */
	private record Closing(TaskQuestions.Closed closed, Change change) {
	}

	/**
	 * A reply: either it has closed its question, or it is on its way to the executor
	 * that asked.
	 */
	private record Replied(TaskMessage message, OpenQuestion open, @Nullable Closing closed,
			@Nullable CompletableFuture<TaskMessageReceipt> queued) {

		boolean isAwaited() {
			return this.closed != null && this.closed.closed().awaited();
		}

	}

}
