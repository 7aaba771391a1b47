package io.github.taskhost.autoconfigure.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of a part of a message: {@code {"text":…}} or {@code {"data":…}}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record MessagePartView(@Nullable String text, @Nullable JsonPayload data) {

	static MessagePartView of(TaskMessagePart part) {
		return switch (part) {
			case TaskMessagePart.Text text -> new MessagePartView(text.text(), null);
			case TaskMessagePart.Data data -> new MessagePartView(null, data.json());
		};
	}

	TaskMessagePart toPart() {
		if (this.text != null && this.data == null) {
			return TaskMessagePart.text(this.text);
		}
		if (this.data != null && this.text == null) {
			return TaskMessagePart.data(this.data);
		}
		throw new InvalidTaskArgumentException("A part of a message has either 'text' or 'data'.");
	}

}
