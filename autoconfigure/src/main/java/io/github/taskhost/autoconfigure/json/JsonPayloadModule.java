package io.github.taskhost.autoconfigure.json;

import io.github.taskhost.task.JsonPayload;
import tools.jackson.databind.module.SimpleModule;

/**
 * Lets Jackson write and read a {@link JsonPayload} as the JSON that it holds. Internal:
 * for the mappers of Taskhost; applications use {@link TaskhostJacksonModule}.
 */
public final class JsonPayloadModule extends SimpleModule {

	private static final long serialVersionUID = 1L;

	/** Creates the module. */
	public JsonPayloadModule() {
		super("taskhost-payloads");
		addSerializer(JsonPayload.class, new JsonPayloadSerializer());
		addDeserializer(JsonPayload.class, new JsonPayloadDeserializer());
	}

}
