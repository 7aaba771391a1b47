package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskChange;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answer typed by an operator: a string or, if the question does not accept it as a
 * string, JSON. An answer that reached an executor, which refused it, is not sent again.
 */
final class TextAnswer implements TaskAction {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final String key;

	private final @Nullable Integer number;

	private final String text;

	TextAnswer(String key, @Nullable Integer number, String text) {
		this.key = key;
		this.number = number;
		this.text = text;
	}

	@Override
	public String name() {
		return Answer.NAME;
	}

	@Override
	public TaskChange on(BackgroundTaskHandle<?> task) {
		try {
			return give(task, new JsonPayload(MAPPER.writeValueAsString(this.text)));
		}
		catch (AnswerRefusedException ex) {
			throw ex;
		}
		catch (InvalidTaskArgumentException ex) {
			return giveJson(task, ex);
		}
	}

	private TaskChange giveJson(BackgroundTaskHandle<?> task, InvalidTaskArgumentException asText) {
		JsonNode json = parse();
		if (json == null) {
			throw asText;
		}
		try {
			return give(task, new JsonPayload(this.text));
		}
		catch (AnswerRefusedException ex) {
			throw ex;
		}
		catch (InvalidTaskArgumentException asJson) {
			throw better(json, asText, asJson);
		}
	}

	private TaskChange give(BackgroundTaskHandle<?> task, JsonPayload value) {
		return new Answer(this.key, this.number, value).on(task);
	}

	private @Nullable JsonNode parse() {
		try {
			JsonNode json = MAPPER.readTree(this.text);
			return json.isMissingNode() ? null : json;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * An object or an array is meant as JSON. A scalar is ambiguous ({@code 5} or
	 * {@code "5"}), so both problems are reported.
	 */
	private static InvalidTaskArgumentException better(JsonNode json, InvalidTaskArgumentException asText,
			InvalidTaskArgumentException asJson) {
		return json.isContainer() ? asJson : new InvalidTaskArgumentException(
				"As text: " + asText.getMessage() + " As JSON: " + asJson.getMessage());
	}

}
