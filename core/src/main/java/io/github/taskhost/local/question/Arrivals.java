package io.github.taskhost.local.question;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.QuestionOutcome;
import io.github.taskhost.local.task.ReloadedChange;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskQuestions;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.KeptValue.KeptAnswer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of messages, replies and questions that other hosts have stored for tasks
 * of this host.
 */
public final class Arrivals implements ChangeListener {

	private final ReportKeeper reports;

	private final Questions questions;

	private final Mailboxes mailboxes;

	public Arrivals(ReportKeeper reports, Questions questions, Mailboxes mailboxes) {
		this.reports = reports;
		this.questions = questions;
		this.mailboxes = mailboxes;
	}

	@Override
	public void changed(Change change) {
		if (change instanceof ReloadedChange reloaded && !isOver(change.before())) {
			arrived(reloaded);
		}
	}

	private static boolean isOver(@Nullable BackgroundTaskRecord before) {
		return before == null || before.state().isTerminal();
	}

	private void arrived(ReloadedChange change) {
		LocalTask task = change.task();
		BackgroundTaskRecord before = Objects.requireNonNull(change.before());
		InputRequest ended = ElsewhereRules.endedQuestion(before, change.after());
		InputRequest opened = ElsewhereRules.openedQuestion(before, change.after());
		if (ended == null && opened == null && change.details().messages().isEmpty()
				&& change.details().kept().isEmpty()) {
			return;
		}
		Mailbox mailbox = this.reports.of(task).mailbox();
		List<TaskMessage> queued = mailbox.inTurn(() -> {
			List<TaskMessage> news = mailbox.unknown(change.details().messages());
			String replied = (ended != null) ? close(change, mailbox.questions(), ended) : null;
			keepAnswers(change, mailbox);
			List<TaskMessage> left = news.stream()
				.filter((message) -> isQueued(task, mailbox, message, replied))
				.toList();
			for (TaskMessage message : left) {
				var unused = this.mailboxes.queue(task, message); // its sender does not
																	// wait
			}
			if (opened != null) {
				open(change.after(), opened, mailbox.questions());
			}
			return left;
		});
		queued.forEach((message) -> this.mailboxes.arrived(task, message));
		if (opened != null) {
			this.questions.watch(task);
		}
	}

	/**
	 * Closes a question that has a reply.
	 * @return the key, if a body waited for the reply and has it now
	 */
	private static @Nullable String close(ReloadedChange change, TaskQuestions questions, InputRequest ended) {
		OpenQuestion open = questions.open();
		QuestionOutcome.ByCaller reply = QuestionOutcome.replyTo(ended, change.details());
		if (reply == null || open == null || !ElsewhereRules.isSame(open.question(), ended)) {
			return null;
		}
		open.cancelDeadline();
		return questions.closed(open, reply).awaited() ? ended.key() : null;
	}

	/** Keeps answers to questions that were asked and answered elsewhere. */
	private static void keepAnswers(ReloadedChange change, Mailbox mailbox) {
		change.details().kept().forEach((value) -> {
			if (value instanceof KeptAnswer kept) {
				Answer known = mailbox.answer(kept.answer().key());
				if (known == null || known.time().isBefore(kept.answer().time())) {
					mailbox.questions().restore(kept);
				}
			}
		});
	}

	/** Keeps a message; returns whether the work has yet to get it. */
	private static boolean isQueued(LocalTask task, Mailbox mailbox, TaskMessage message, @Nullable String replied) {
		boolean inbound = message.direction() == MessageDirection.INBOUND
				&& message.delivery() == MessageDelivery.QUEUED;
		MessageDelivery known = !inbound ? message.delivery()
				: message.questionKey() != null && message.questionKey().equals(replied) ? MessageDelivery.DELIVERED
						: task.isOver() ? MessageDelivery.NOT_DELIVERED : MessageDelivery.QUEUED;
		mailbox.keep(message.withDelivery(known));
		if (known != message.delivery()) {
			mailbox.mark(message, known);
		}
		return inbound && known == MessageDelivery.QUEUED;
	}

	private static void open(BackgroundTaskRecord asking, InputRequest question, TaskQuestions questions) {
		OpenQuestion open = questions.open();
		if (open == null || !ElsewhereRules.isSame(question, open.question())) {
			questions.opened(asking, null);
		}
	}

}
