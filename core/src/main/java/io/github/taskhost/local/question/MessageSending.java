package io.github.taskhost.local.question;

import java.util.concurrent.CompletableFuture;

import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Sending;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import org.jspecify.annotations.Nullable;

/**
 * A message that is no answer, on its way to an executor.
 *
 * @param mailboxes keeps the message
 * @param task the task
 * @param message the message
 * @param receipt the receipt that the sender waits for
 */
record MessageSending(Mailboxes mailboxes, LocalTask task, TaskMessage message,
		CompletableFuture<TaskMessageReceipt> receipt) implements Sending {

	@Override
	public boolean isReply() {
		return false;
	}

	@Override
	public boolean begins() {
		return true;
	}

	@Override
	public void waits(@Nullable Throwable failure) {
		this.receipt.complete(Mailboxes.queued(this.message, failure));
	}

	@Override
	public void over(@Nullable Throwable failure) {
		this.receipt.complete(this.mailboxes.delivered(this.task, this.message, failure));
	}

}
