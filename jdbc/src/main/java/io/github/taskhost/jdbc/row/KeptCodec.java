package io.github.taskhost.jdbc.row;

import java.util.UUID;

import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;

/**
 * Kept values as rows. Thread-safe.
 */
public final class KeptCodec {

	private static final String CHECKPOINT = "checkpoint";

	private static final String STEP = "step:";

	private static final String ANSWER = "answer:";

	/** The content of a step that returned nothing; JSON is never empty. */
	private static final String NOTHING = "";

	private final RecordCodec codec;

	public KeptCodec(RecordCodec codec) {
		this.codec = codec;
	}

	public Write.KeptRow write(UUID uid, KeptValue kept) {
		Write.KeptRow row = switch (kept) {
			case KeptValue.Checkpoint checkpoint -> new Write.KeptRow(uid, CHECKPOINT, checkpoint.value().text());
			case KeptValue.StepResult step ->
				new Write.KeptRow(uid, STEP + step.name(), (step.result() != null) ? step.result().text() : NOTHING);
			case KeptValue.KeptAnswer answer -> new Write.KeptRow(uid, ANSWER + answer.question().key(),
					this.codec.write(new AnswerText(answer.question(), answer.answer(), answer.type())));
		};
		StorableText.require("name of a kept value", row.name());
		StorableText.require("kept value '" + row.name() + "'", row.text());
		return row;
	}

	public KeptValue read(UUID uid, String name, String text) {
		if (name.startsWith(STEP)) {
			return new KeptValue.StepResult(name.substring(STEP.length()),
					text.equals(NOTHING) ? null : new JsonPayload(text));
		}
		if (name.startsWith(ANSWER)) {
			AnswerText answer = this.codec.read(uid, text, AnswerText.class);
			return new KeptValue.KeptAnswer(answer.question(), answer.answer(), answer.type());
		}
		return new KeptValue.Checkpoint(new JsonPayload(text));
	}

	/**
	 * JSON of a kept answer.
	 *
	 * @param question the question
	 * @param answer the answer
	 * @param type the name of the type as which the body read the answer
	 */
	public record AnswerText(InputRequest question, Answer answer, String type) {
	}

}
