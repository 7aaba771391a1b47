package io.github.taskhost.local.task;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.lifecycle.QuestionRules;
import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.KeptValue.KeptAnswer;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a task has asked, and the newest answer to each. Guarded by the lock of
 * the mailbox.
 *
 * <p>
 * Keys without an answer are remembered up to the limit of answers. Past it, and for
 * questions that were asked before the record came to this process, every key counts as
 * asked before, so that an answer needs the number of its question.
 */
final class AskedKeys {

	private final Map<String, Answer> answers = new LinkedHashMap<>();

	private final int limit;

	/**
	 * The question that the kept answer of a key answers, {@code null} without an answer.
	 */
	private Map<String, @Nullable Answered> asked = new HashMap<>();

	/** The number of questions whose keys are remembered. */
	private int remembered;

	private boolean ended;

	AskedKeys(int limit) {
		this.limit = limit;
	}

	@Nullable Answer answer(String key) {
		return this.answers.get(key);
	}

	List<Answer> answers() {
		return List.copyOf(this.answers.values());
	}

	boolean hasRoomFor(String key) {
		return this.answers.size() < this.limit || this.answers.containsKey(key);
	}

	/** The kept answer to the same question with the same type. */
	@Nullable Answer answerTo(InputRequest question, Type type) {
		Answered answered = this.asked.get(question.key());
		boolean same = answered != null && QuestionRules.isSame(answered.question(), question)
				&& (answered.type().isEmpty() || answered.type().equals(type.getTypeName()));
		return same ? this.answers.get(question.key()) : null;
	}

	/**
	 * Remembers the key of a question; returns whether the key may have been asked
	 * before.
	 */
	boolean ask(InputRequest question) {
		boolean known = this.asked.containsKey(question.key());
		boolean complete = this.remembered >= question.number() - 1;
		if (known || this.asked.size() < this.limit) {
			this.asked.putIfAbsent(question.key(), null);
			this.remembered++;
		}
		return known || !complete;
	}

	/**
	 * Keeps the answer to a question in place of an earlier one with its key. Returns
	 * whether it is the first answer that fills four fifths of the limit.
	 */
	boolean keep(Answer answer, OpenQuestion question) {
		if (!this.ended) {
			this.asked.put(answer.key(), new Answered(question.question(), question.typeName()));
		}
		boolean another = this.answers.put(answer.key(), answer) == null;
		return another && this.answers.size() == this.limit - this.limit / 5;
	}

	/** Restores an answer from the journal, with its question. */
	void restore(KeptAnswer kept) {
		if (!this.ended) {
			this.asked.put(kept.answer().key(), new Answered(kept.question(), kept.type()));
			this.remembered++;
		}
		this.answers.put(kept.answer().key(), kept.answer());
	}

	/**
	 * Remembers the keys of questions that were asked and got a reply, one for each
	 * question.
	 */
	void replied(List<String> keys) {
		int known = 0;
		for (String key : keys) {
			if (!this.ended && (this.asked.containsKey(key) || this.asked.size() < this.limit)) {
				this.asked.putIfAbsent(key, null);
				known++;
			}
		}
		this.remembered = Math.max(this.remembered, known);
	}

	/** Forgets the questions after the end of the task; its answers stay. */
	void end() {
		this.ended = true;
		this.asked = Map.of();
	}

	/**
	 * A question that has an answer.
	 *
	 * @param question the question
	 * @param type the name of the type as which the answer was read, empty for any type
	 */
	private record Answered(InputRequest question, String type) {
	}

}
