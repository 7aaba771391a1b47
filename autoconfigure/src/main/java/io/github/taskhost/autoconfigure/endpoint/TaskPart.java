package io.github.taskhost.autoconfigure.endpoint;

import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.autoconfigure.view.DialogueJson;
import io.github.taskhost.autoconfigure.view.TaskParameters;
import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Page of a part of a task that grows: of its messages or of its output.
 *
 * @param name {@code messages} or {@code output}
 * @param after the cursor of the page, or {@code null} for the first
 * @param limit the size of the page
 */
record TaskPart(String name, @Nullable String after, int limit) {

	static TaskPart of(String name, @Nullable String after, @Nullable Integer limit) {
		return new TaskPart(name, after, TaskParameters.limit(limit));
	}

	/**
	 * Reads the page.
	 * @param task the task
	 * @param json writes the page
	 * @param shown whether the user may see values
	 * @param maxSize the size of the messages or lines as JSON, in bytes
	 */
	Map<String, Object> read(BackgroundTaskHandle<?> task, DialogueJson json, boolean shown, long maxSize) {
		return switch (this.name) {
			case "messages" -> json.page(task.messages(this.after, this.limit), shown, maxSize);
			case "output" -> json.page(task.output(TaskParameters.position(this.after), this.limit), shown, maxSize);
			default -> throw new InvalidTaskArgumentException(
					"There is no part '" + this.name + "' of a task: use messages or output.");
		};
	}

}
