package io.github.taskhost.autoconfigure.view;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Action on a task that an operator requests.
 */
public interface TaskAction {

	/**
	 * Returns the name in the audit log.
	 * @return the name
	 */
	String name();

	/**
	 * Acts on a task.
	 * @param task the task
	 * @return the result
	 */
	TaskChange on(BackgroundTaskHandle<?> task);

	/**
	 * Requests the end of a task.
	 *
	 * @param reason the reason, or {@code null}
	 */
	record Cancel(@Nullable String reason) implements TaskAction {

		@Override
		public String name() {
			return "cancel";
		}

		@Override
		public TaskChange on(BackgroundTaskHandle<?> task) {
			return new TaskChange(task.cancel(this.reason), null);
		}

	}

	/**
	 * Ends a task regardless of its policy.
	 *
	 * @param reason the reason, or {@code null}
	 */
	record CancelNow(@Nullable String reason) implements TaskAction {

		@Override
		public String name() {
			return "cancel-now";
		}

		@Override
		public TaskChange on(BackgroundTaskHandle<?> task) {
			return new TaskChange(task.cancelNow(this.reason), null);
		}

	}

	/**
	 * Answers a question with JSON.
	 *
	 * @param key the key of the question
	 * @param number the number of the question, or {@code null}
	 * @param value the answer
	 */
	record Answer(String key, @Nullable Integer number, JsonPayload value) implements TaskAction {

		/** The name of answers in any form. */
		public static final String NAME = "answer";

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public TaskChange on(BackgroundTaskHandle<?> task) {
			TaskMessageReceipt receipt = (this.number != null) ? task.answer(this.key, this.number, this.value)
					: task.answer(this.key, this.value);
			return new TaskChange(task.record(), receipt);
		}

	}

	/**
	 * Declines a question.
	 *
	 * @param key the key of the question
	 * @param number the number of the question, or {@code null}
	 * @param reason the reason, or {@code null}
	 */
	record Decline(String key, @Nullable Integer number, @Nullable String reason) implements TaskAction {

		@Override
		public String name() {
			return "decline";
		}

		@Override
		public TaskChange on(BackgroundTaskHandle<?> task) {
			TaskMessageReceipt receipt = (this.number != null) ? task.decline(this.key, this.number, this.reason)
					: task.decline(this.key, this.reason);
			return new TaskChange(task.record(), receipt);
		}

	}

}
