package io.github.taskhost.task;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.internal.json.UnknowingMapper;

/**
 * A JSON document as text. The constructor does not validate it: the
 * {@link io.github.taskhost.spi.PayloadCodec} of the host does.
 *
 * @param text the document, valid JSON
 */
public record JsonPayload(String text) {

	@Override
	public String toString() {
		return this.text;
	}

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(JsonPayload.class);
	}

}
