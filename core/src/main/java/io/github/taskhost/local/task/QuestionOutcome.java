package io.github.taskhost.local.task;

import java.util.Objects;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/** The end of a question. */
public sealed interface QuestionOutcome {

	/**
	 * The reply to a question that another host has stored, or {@code null} for a
	 * question that ended without one.
	 * @param details the stored details, with the messages that this host does not have
	 */
	static @Nullable ByCaller replyTo(InputRequest question, StoredDetails details) {
		for (KeptValue value : details.kept()) {
			if (value instanceof KeptValue.KeptAnswer kept && kept.question().number() == question.number()
					&& kept.question().key().equals(question.key())) {
				return new Answered(kept.answer());
			}
		}
		return details.messages()
			.stream()
			.map((message) -> Declined.of(question.key(), message))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** The reply that a message to the work has, or {@code null}. */
	static @Nullable ByCaller of(String key, TaskMessage message) {
		TaskMessagePart part = message.parts().getFirst();
		return (part instanceof TaskMessagePart.Data data)
				? new Answered(new Answer(key, data.json(), message.time(), message.sender()))
				: Declined.of(key, message);
	}

	/** An end by a person: the work gets it as a message. */
	sealed interface ByCaller extends QuestionOutcome {

		/** The command that commits it. */
		TaskCommand command(NamedQuestion named);

		/** The content of the message to the work. */
		TaskMessagePart part();

		/** The name of the caller, or {@code null} when unknown. */
		@Nullable String by();

	}

	/**
	 * The question was answered.
	 *
	 * @param answer the answer
	 */
	record Answered(Answer answer) implements ByCaller {

		@Override
		public TaskCommand command(NamedQuestion named) {
			return new TaskCommand.Reply(this.answer, named);
		}

		@Override
		public TaskMessagePart part() {
			return TaskMessagePart.data(this.answer.value());
		}

		@Override
		public @Nullable String by() {
			return this.answer.by();
		}

	}

	/**
	 * The question was declined.
	 *
	 * @param key the key of the question
	 * @param reason the reason, or {@code null}
	 * @param by the name of the caller, or {@code null} when unknown
	 */
	record Declined(String key, @Nullable String reason, @Nullable String by) implements ByCaller {

		/** Cleans and bounds the texts. */
		public Declined {
			reason = Texts.cleanOrNull(reason, Texts.LINE);
			by = Texts.cleanOrNull(by, Texts.NAME);
		}

		@Override
		public TaskCommand command(NamedQuestion named) {
			return new TaskCommand.Decline(this.reason, this.by, named);
		}

		@Override
		public TaskMessagePart part() {
			return TaskMessagePart.text(text());
		}

		/** The sentence that tells of the decline. */
		public String text() {
			return begin(this.key, this.by) + ((this.reason != null) ? ": " + this.reason : ".");
		}

		private static String begin(String key, @Nullable String by) {
			return "The question '" + key + "' was declined" + ((by != null) ? " by " + by : "");
		}

		/** The decline that a message tells of, or {@code null}. */
		static @Nullable Declined of(String key, TaskMessage message) {
			String begin = begin(key, message.sender());
			String text = message.text();
			if (!key.equals(message.questionKey()) || message.direction() != MessageDirection.INBOUND
					|| !text.startsWith(begin)) {
				return null;
			}
			String rest = text.substring(begin.length());
			return new Declined(key, rest.startsWith(": ") ? rest.substring(2) : null, message.sender());
		}

	}

	/**
	 * The question ended without an answer.
	 *
	 * @param lapsed whether its deadline passed
	 */
	record Withdrawn(boolean lapsed) implements QuestionOutcome {
	}

}
