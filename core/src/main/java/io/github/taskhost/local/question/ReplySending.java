package io.github.taskhost.local.question;

import java.util.concurrent.CompletableFuture;

import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.QuestionOutcome;
import io.github.taskhost.local.task.Sending;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import org.jspecify.annotations.Nullable;

/**
 * A reply on its way to the executor that asked. The question has its reply when a
 * delivery has returned, or when the work asks its next question meanwhile; it stays open
 * when the executor refuses the reply or cannot be reached.
 */
final class ReplySending implements Sending, OpenQuestion.Reply {

	private final CompletableFuture<TaskMessageReceipt> receipt = new CompletableFuture<>();

	private final Replies replies;

	private final Mailboxes mailboxes;

	private final LocalTask task;

	private final OpenQuestion question;

	private final QuestionOutcome.ByCaller outcome;

	private final TaskMessage message;

	private volatile boolean inDelivery;

	ReplySending(Replies replies, Mailboxes mailboxes, LocalTask task, OpenQuestion question,
			QuestionOutcome.ByCaller outcome, TaskMessage message) {
		this.replies = replies;
		this.mailboxes = mailboxes;
		this.task = task;
		this.question = question;
		this.outcome = outcome;
		this.message = message;
	}

	CompletableFuture<TaskMessageReceipt> receipt() {
		return this.receipt;
	}

	@Override
	public TaskMessage message() {
		return this.message;
	}

	@Override
	public boolean isReply() {
		return true;
	}

	@Override
	public boolean begins() {
		this.inDelivery = this.replies.isOpen(this.task, this.question);
		return this.inDelivery;
	}

	@Override
	public void acceptIfInDelivery() {
		if (this.inDelivery) {
			accept();
		}
	}

	private void accept() {
		this.replies.accept(this.task, this.question, this.outcome, this.message, this::isInDelivery);
	}

	/**
	 * Whether the executor has this reply and has not refused it; call in turn of the
	 * mailbox.
	 */
	private boolean isInDelivery() {
		return this.inDelivery && this.question.reply() == this;
	}

	@Override
	public void waits(@Nullable Throwable failure) {
		this.inDelivery = false;
		this.receipt.complete(Mailboxes.queued(this.message, failure));
	}

	@Override
	public void over(@Nullable Throwable failure) {
		if (failure == null) {
			accept();
			this.inDelivery = false;
			this.receipt.complete(this.mailboxes.delivered(this.task, this.message, null));
		}
		else {
			notDelivered(failure);
		}
	}

	/**
	 * Opens the question again. The status of the task says so, unless the sender still
	 * waits and gets a refusal.
	 */
	private void notDelivered(Throwable failure) {
		this.inDelivery = false;
		boolean open = this.replies.openAgain(this.task, this.question);
		TaskMessageReceipt end = this.mailboxes.delivered(this.task, this.message, failure);
		boolean refused = failure instanceof AnswerRefusedException && this.receipt.completeExceptionally(failure);
		try {
			if (open && !refused) {
				this.replies.notDelivered(this.task, this.question, failure);
			}
		}
		finally {
			this.receipt.complete(end);
		}
	}

}
