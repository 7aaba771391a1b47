package io.github.taskhost.lifecycle;

import java.util.Objects;

import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Rules about the identity of questions: which kept answer fits a question, and which
 * question an answer names; and about the reports that withdraw a question.
 */
public final class QuestionRules {

	private QuestionRules() {
	}

	/**
	 * Tells whether two questions are the same, so that the answer to one answers the
	 * other. The deadline and the number do not count.
	 * @param one a question
	 * @param other another question
	 * @return {@code true} if key, prompt, expected answer and authority are equal
	 */
	public static boolean isSame(InputRequest one, InputRequest other) {
		return one.key().equals(other.key()) && one.prompt().equals(other.prompt())
				&& Objects.equals(one.expected(), other.expected())
				&& Objects.equals(one.authority(), other.authority());
	}

	/**
	 * Tells whether the open question of a task was asked by an earlier attempt, whose
	 * worker was lost: nothing waits for the answer until the work asks again.
	 * @param record the record of the task
	 * @return {@code true} if so
	 */
	public static boolean isLeft(BackgroundTaskRecord record) {
		return record.inputRequest() != null && record.state() != BackgroundTaskState.WAITING;
	}

	/**
	 * Tells whether a report of work withdraws the open question of its task, because the
	 * work runs on or ends.
	 * @param record the record of the task
	 * @param report the report
	 * @return {@code true} if so
	 */
	public static boolean withdraws(BackgroundTaskRecord record, TaskCommand report) {
		if (record.inputRequest() == null) {
			return false;
		}
		return report instanceof TaskCommand.End
				|| report instanceof TaskCommand.Live live && live.state() == BackgroundTaskState.RUNNING;
	}

	/**
	 * Tells whether an answer names an open question. The key is enough for a key that
	 * the task asks for the first time; after that the number is necessary, since the
	 * caller may mean an earlier question.
	 * @param open the open question
	 * @param askedBefore whether the task has asked an earlier question with this key
	 * @param key the key that the answer names
	 * @param number the number that the answer names, or 0 for none
	 * @return {@code true} if so
	 */
	public static boolean isNamed(InputRequest open, boolean askedBefore, String key, int number) {
		return open.key().equals(key) && (number == open.number() || number == 0 && !askedBefore);
	}

	/**
	 * The question that an answer or a decline names.
	 *
	 * @param key the key of the question
	 * @param number the number of the question, or 0 for none
	 * @param open the open question that was checked, or {@code null} if key and number
	 * do not name it
	 * @param earlier the answer that is kept for the key, or {@code null}
	 */
	public record NamedQuestion(String key, int number, @Nullable InputRequest open, @Nullable Answer earlier) {
	}

}
