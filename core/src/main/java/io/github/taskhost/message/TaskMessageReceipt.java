package io.github.taskhost.message;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of sending a message to a task.
 *
 * @param message the message as it is retained
 * @param reason the reason why it was not delivered, or {@code null}; at most 2,000
 * characters
 */
public record TaskMessageReceipt(TaskMessage message, @Nullable String reason) {

	/** Cleans and bounds the reason. */
	public TaskMessageReceipt {
		reason = Texts.cleanOrNull(reason, Texts.MESSAGE);
	}

	/**
	 * Returns the delivery state of the message.
	 * @return {@link MessageDelivery#QUEUED} if a body has yet to receive it
	 */
	public MessageDelivery delivery() {
		return this.message.delivery();
	}

}
