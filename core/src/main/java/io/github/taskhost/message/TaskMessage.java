package io.github.taskhost.message;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A message between a task and those who watch over it.
 *
 * @param id names the message: {@code tmsg_} and a version 7 UUID
 * @param direction which way it goes
 * @param parts what it says, in order; at least one
 * @param time when it was sent
 * @param sender who sent it, or {@code null} when that is not known; at most 128
 * characters
 * @param questionKey the question that it answers, or {@code null}
 * @param delivery how far it has come
 */
public record TaskMessage(String id, MessageDirection direction, List<TaskMessagePart> parts, Instant time,
		@Nullable String sender, @Nullable String questionKey, MessageDelivery delivery) {

	/**
	 * Copies the parts and bounds the sender.
	 * @throws InvalidTaskArgumentException if there is no part
	 */
	public TaskMessage {
		parts = List.copyOf(parts);
		if (parts.isEmpty()) {
			throw new InvalidTaskArgumentException("A message has no parts: give it a text or data.");
		}
		sender = Texts.cleanOrNull(sender, Texts.NAME);
	}

	/**
	 * What it says to people.
	 * @return its texts, joined by line feeds; empty when it is only data
	 */
	public String text() {
		return this.parts.stream()
			.filter(TaskMessagePart.Text.class::isInstance)
			.map((part) -> ((TaskMessagePart.Text) part).text())
			.collect(Collectors.joining("\n"));
	}

	/**
	 * This message, further on its way.
	 * @param delivery how far it has come
	 * @return a new message
	 */
	public TaskMessage withDelivery(MessageDelivery delivery) {
		return new TaskMessage(this.id, this.direction, this.parts, this.time, this.sender, this.questionKey, delivery);
	}

}
