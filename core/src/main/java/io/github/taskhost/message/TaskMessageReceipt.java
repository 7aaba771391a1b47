package io.github.taskhost.message;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message that was sent to a task.
 *
 * @param message the message, as it is kept
 * @param reason why it was not delivered, or {@code null}; at most 2,000 characters
 */
public record TaskMessageReceipt(TaskMessage message, @Nullable String reason) {

	/** Bounds the reason. */
	public TaskMessageReceipt {
		reason = Texts.cleanOrNull(reason, Texts.MESSAGE);
	}

	/**
	 * How far it has come.
	 * @return {@link MessageDelivery#QUEUED} when a body has yet to receive it
	 */
	public MessageDelivery delivery() {
		return this.message.delivery();
	}

}
