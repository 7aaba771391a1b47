package io.github.taskhost.task;

import org.jspecify.annotations.Nullable;

/**
 * The questions that a task has asked. One object, so that records of tasks without
 * questions have a single reference for both values.
 *
 * @param count the number of questions
 * @param open the open question, or {@code null} for none
 */
record AskedQuestions(int count, @Nullable InputRequest open) {

	/** The questions of a task that has asked none. */
	static final AskedQuestions NONE = new AskedQuestions(0, null);

	AskedQuestions withCount(int questions) {
		return new AskedQuestions(questions, this.open);
	}

	/** Opens or closes a question; the number of an open question counts. */
	AskedQuestions withOpen(@Nullable InputRequest question) {
		return new AskedQuestions((question != null) ? Math.max(this.count, question.number()) : this.count, question);
	}

}
