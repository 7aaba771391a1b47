package io.github.taskhost.local.task;

import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.lifecycle.NamedQuestion;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePart;
import org.jspecify.annotations.Nullable;

/** The end of a question. */
public sealed interface QuestionOutcome {

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
			return "The question '" + this.key + "' was declined" + ((this.by != null) ? " by " + this.by : "")
					+ ((this.reason != null) ? ": " + this.reason : ".");
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
