package io.github.taskhost.message;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A message to a task, or from it.
 *
 * @param id the id of the message: {@code tmsg_} and a version 7 UUID
 * @param direction the direction of the message
 * @param parts the content, in order; at least one part
 * @param time the time at which it was sent
 * @param sender the name of the caller that sent it, or {@code null} when unknown; at
 * most 128 characters
 * @param questionKey the key of the question that it answers, or {@code null}. An answer
 * is a data part; a text part says that the question was declined
 * @param delivery the delivery state
 */
public record TaskMessage(String id, MessageDirection direction, List<TaskMessagePart> parts, Instant time,
		@Nullable String sender, @Nullable String questionKey, MessageDelivery delivery) {

	/**
	 * Copies the parts, and cleans and bounds the sender.
	 * @throws InvalidTaskArgumentException if there is no part
	 */
	public TaskMessage {
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new InvalidTaskArgumentException("A message needs at least one part. Add a text or data part.");
		}
		sender = Texts.cleanOrNull(sender, Texts.NAME);
	}

	/**
	 * Returns the text parts, joined by line feeds.
	 * @return the text; empty if the message has only data
	 */
	public String text() {
		return this.parts.stream()
			.filter(TaskMessagePart.Text.class::isInstance)
			.map((part) -> ((TaskMessagePart.Text) part).text())
			.collect(Collectors.joining("\n"));
	}

	/**
	 * Returns this message with another delivery state.
	 * @param delivery the delivery state
	 * @return a new message
	 */
	public TaskMessage withDelivery(MessageDelivery delivery) {
		return new TaskMessage(this.id, this.direction, this.parts, this.time, this.sender, this.questionKey, delivery);
	}

}
