package io.github.taskhost.local.question;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.taskhost.lifecycle.NamedQuestion;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.QuestionOutcome;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskQuestions;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
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
	 * commit, the reply is checked again.
	 */
	private TaskMessageReceipt reply(LocalTask task, String key, int number,
			Function<@Nullable OpenQuestion, QuestionOutcome.ByCaller> checked) {
		Replied replied = null;
		while (replied == null) {
			replied = tryToReply(task, key, number, checked);
		}
		this.commits.follow(replied.change());
		this.questions.ended(replied.open(), replied.change().after());
		this.metrics.message(replied.change().after(), MessageDirection.INBOUND);
		if (replied.closed().nearlyFull()) {
			warn(task);
		}
		return replied.closed().awaited() ? new TaskMessageReceipt(replied.message(), null)
				: this.mailboxes.passOn(task, replied.message(), replied.queued());
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
			InputRequest question = (open != null) ? open.question() : null;
			NamedQuestion named = new NamedQuestion(key, number, question, questions.answer(key));
			Change change = this.commits.store(task, TaskLifecycle.ANY_ATTEMPT, outcome.command(named));
			Mailboxes.requireStored(change);
			return replied(task, mailbox, Objects.requireNonNull(open), outcome, change);
		});
	}

	private Replied replied(LocalTask task, Mailbox mailbox, OpenQuestion open, QuestionOutcome.ByCaller outcome,
			Change change) {
		TaskMessage message = this.mailboxes.inbound(List.of(outcome.part()), outcome.by(), open.question().key());
		TaskQuestions.Closed closed = mailbox.questions().closed(open, outcome);
		TaskMessage kept = closed.awaited() ? message.withDelivery(MessageDelivery.DELIVERED) : message;
		mailbox.keep(kept);
		return new Replied(kept, open, closed, change, closed.awaited() ? null : Mailboxes.queue(task, kept));
	}

	private void warn(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		log.warn(
				"Task {} of session {} nears its limit of {} answers (taskhost.limits.answers), and a question past it "
						+ "is refused. Use a key again, ask fewer questions, or raise the limit.",
				record.id(), record.sessionId(), this.limit);
	}

	private record Replied(TaskMessage message, OpenQuestion open, TaskQuestions.Closed closed, Change change,
			@Nullable CompletableFuture<@Nullable Void> queued) {
	}

}
