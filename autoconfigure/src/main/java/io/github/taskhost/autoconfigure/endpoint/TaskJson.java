package io.github.taskhost.autoconfigure.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.taskhost.KindDescription;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Converts tasks to maps, lists and scalars, which web and JMX endpoints can write. Masks
 * or sanitizes confidential values. Payloads are not parsed before they are shown: a list
 * has their sizes alone, and a masked one is never read.
 */
final class TaskJson {

	private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
	};

	private static final String FAILURE = "failure";

	/** The attributes in lists. */
	private static final Set<String> LISTED = Set.of("id", "sessionId", "kind", "state", "displayName", "uid", "mode",
			"links", "parentTaskId", "status", "progress", "summary", "result", FAILURE, "inputRequest",
			"cancelRequestedAt", "cancelReason", "cancelledBy", "attempt", "nextAttemptAt", "input", "createdAt",
			"startedAt", "finishedAt", "stateSince", "duration");

	private static final String MESSAGE = "message";

	private static final String INPUT_SCHEMA = "inputSchema";

	private final JsonMapper mapper = JsonMapper.builder()
		.addModule(new TaskhostJacksonModule())
		.addModule(new SimpleModule("payloads-as-they-are").addSerializer(JsonPayload.class, new AsItIs()))
		.build();

	private final TaskValues values;

	TaskJson(TaskValues values) {
		this.values = values;
	}

	/**
	 * Writes tasks as entries of a list, up to a size, and at least one of them.
	 * @param records the tasks
	 * @param maxSize the size of the entries as JSON, in bytes
	 */
	List<Map<String, Object>> list(List<BackgroundTaskRecord> records, long maxSize) {
		List<Map<String, Object>> entries = new ArrayList<>(records.size());
		long size = 0;
		for (BackgroundTaskRecord record : records) {
			Map<String, Object> entry = entry(record);
			size += this.mapper.writeValueAsBytes(entry).length;
			if (size > maxSize && !entries.isEmpty()) {
				break;
			}
			entries.add(entry);
		}
		return entries;
	}

	/**
	 * Writes descriptions of kinds. Once their schemas exceed a size in characters,
	 * further schemas are replaced by their sizes.
	 */
	List<Map<String, Object>> kinds(List<KindDescription> kinds, long maxSize) {
		List<Map<String, Object>> entries = new ArrayList<>(kinds.size());
		long size = 0;
		for (KindDescription kind : kinds) {
			Map<String, Object> entry = this.mapper.convertValue(kind, OBJECT);
			JsonPayload schema = kind.inputSchema();
			size += (schema != null) ? schema.text().length() : 0;
			if (size > maxSize && !entries.isEmpty()) {
				measure(entry, INPUT_SCHEMA);
			}
			else if (schema != null) {
				showPlain(entry, schema);
			}
			entries.add(entry);
		}
		return entries;
	}

	private static void showPlain(Map<String, Object> entry, JsonPayload schema) {
		Object shown = TaskValues.plain(schema);
		if (shown != null) {
			entry.put(INPUT_SCHEMA, shown);
		}
		else {
			entry.remove(INPUT_SCHEMA);
		}
	}

	/**
	 * Writes the attributes of a task that an operator scans, with the sizes of its
	 * values, in characters.
	 */
	private Map<String, Object> entry(BackgroundTaskRecord record) {
		Map<String, Object> json = this.mapper.convertValue(record, OBJECT);
		json.keySet().retainAll(LISTED);
		if (record.displayName().equals(record.id())) {
			json.remove("displayName");
		}
		measure(json, "input");
		measure(json.get("result"), "value");
		measure(json.get("inputRequest"), "expected");
		measure(json.get(FAILURE), MESSAGE);
		return json;
	}

	@SuppressWarnings("unchecked")
	private static void measure(@Nullable Object json, String name) {
		if (json instanceof Map<?, ?> map) {
			Object value = map.remove(name);
			if (value != null) {
				((Map<String, Object>) map).put(name + "Size", value.toString().length());
			}
		}
	}

	Map<String, Object> write(BackgroundTaskRecord record, boolean showValues) {
		Map<String, Object> json = this.mapper.convertValue(record, OBJECT);
		show(json, "input", "input", showValues);
		show(json.get("result"), "value", "result.value", showValues);
		show(json.get("inputRequest"), "expected", "inputRequest.expected", true);
		forFailures(json, (failure, path) -> show(failure, MESSAGE, path + ".message", showValues));
		return json;
	}

	private static void forFailures(Map<String, Object> json, BiConsumer<@Nullable Object, String> action) {
		action.accept(json.get(FAILURE), FAILURE);
		if (json.get("earlierAttempts") instanceof List<?> attempts) {
			attempts.forEach((attempt) -> action.accept(((Map<?, ?>) attempt).get(FAILURE), "earlierAttempts.failure"));
		}
	}

	Map<String, Object> write(TaskInspection inspection, boolean showValues) {
		Map<String, Object> json = write(inspection.record(), showValues);
		json.put("unresponsive", inspection.unresponsive());
		json.put("children", inspection.children().stream().map(this::entry).toList());
		if (inspection.thread() != null) {
			json.put("thread", inspection.thread());
			json.put("stack",
					showValues ? this.values.show("stack", inspection.stack(), true) : List.of(TaskValues.MASK));
		}
		if (inspection.outOfReach() != null) {
			json.put("outOfReach", inspection.outOfReach());
		}
		if (inspection.failureStackTrace() != null) {
			json.put("failureStackTrace", inspection.failureStackTrace());
			show(json, "failureStackTrace", "failureStackTrace", showValues);
		}
		json.put("messages", write(inspection.messages(), (message) -> showParts(message, showValues)));
		json.put("answers",
				write(inspection.answers(), (answer) -> show(answer, "value", "answers.value", showValues)));
		json.put("output", write(inspection.output(), (line) -> show(line, "text", "output.text", showValues)));
		return json;
	}

	/** Writes the record, and the delivery of an answer. */
	Map<String, Object> write(TaskCommands.Change change, boolean showValues) {
		Map<String, Object> json = write(change.record(), showValues);
		TaskMessageReceipt receipt = change.receipt();
		if (receipt != null) {
			json.put("delivery", name(receipt.delivery()));
			if (receipt.reason() != null) {
				json.put("deliveryFailure", receipt.reason());
				show(json, "deliveryFailure", "deliveryFailure", showValues);
			}
		}
		return json;
	}

	private void showParts(Map<String, Object> message, boolean showValues) {
		if (message.get("parts") instanceof List<?> parts) {
			parts.forEach((part) -> {
				show(part, "text", "messages.text", showValues);
				show(part, "data", "messages.data", showValues);
			});
		}
	}

	private List<Map<String, Object>> write(List<?> values, Consumer<Map<String, Object>> show) {
		return values.stream().map((value) -> {
			Map<String, Object> json = this.mapper.convertValue(value, OBJECT);
			show.accept(json);
			return json;
		}).toList();
	}

	@SuppressWarnings("unchecked")
	private void show(@Nullable Object json, String name, String path, boolean showValues) {
		if (json instanceof Map<?, ?> map) {
			Object value = map.get(name);
			if (value != null) {
				((Map<String, @Nullable Object>) map).put(name, this.values.show(path, value, showValues));
			}
		}
	}

	static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	/** Leaves a payload in the converted map as it is. */
	private static final class AsItIs extends ValueSerializer<JsonPayload> {

		@Override
		public void serialize(JsonPayload payload, JsonGenerator generator, SerializationContext context) {
			generator.writeEmbeddedObject(payload);
		}

	}

}
