package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.endpoint.SanitizableData;

/**
 * Makes the JSON of a task out of maps, lists and scalars, which every technology can
 * write, and masks what only some may see.
 */
final class TaskJson {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final String MASK = SanitizableData.SANITIZED_VALUE;

	private final JsonMapper mapper = JsonMapper.builder().addModule(new TaskhostJacksonModule()).build();

	Map<String, Object> write(BackgroundTaskRecord record, boolean showValues) {
		Map<String, Object> json = this.mapper.convertValue(record, OBJECT);
		if (!showValues) {
			json.computeIfPresent("input", (name, value) -> MASK);
			mask(json.get("result"), "value");
			mask(json.get("failure"), "message");
		}
		return json;
	}

	Map<String, Object> write(TaskInspection inspection, boolean showValues) {
		Map<String, Object> json = write(inspection.record(), showValues);
		json.put("unresponsive", inspection.unresponsive());
		json.put("children", inspection.children().stream().map((child) -> write(child, showValues)).toList());
		if (inspection.thread() != null) {
			json.put("thread", inspection.thread());
			json.put("stack", showValues ? inspection.stack() : List.of(MASK));
		}
		if (inspection.failureStackTrace() != null) {
			json.put("failureStackTrace", showValues ? inspection.failureStackTrace() : MASK);
		}
		return json;
	}

	@SuppressWarnings("unchecked")
	private static void mask(@Nullable Object json, String name) {
		if (json instanceof Map<?, ?> map) {
			((Map<String, Object>) map).computeIfPresent(name, (key, value) -> MASK);
		}
	}

}
