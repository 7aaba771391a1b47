package io.github.taskhost.autoconfigure.view;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

import io.github.taskhost.TaskInspection;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as maps, lists and scalars, which web and JMX endpoints can write. Masks or
 * sanitizes confidential values. Payloads are not parsed before they are shown: a task in
 * short has their sizes alone, and a masked one is never read. Thread-safe if the
 * sanitizer of values is.
 */
public final class TaskJson {

	private static final String FAILURE = "failure";

	/** The attributes in lists. */
	private static final Set<String> LISTED = Set.of("id", "sessionId", "kind", "state", "displayName", "uid", "mode",
			"links", "parentTaskId", "status", "progress", "summary", "result", FAILURE, "inputRequest",
			"cancelRequestedAt", "cancelReason", "cancelledBy", "attempt", "nextAttemptAt", "input", "createdAt",
			"startedAt", "finishedAt", "stateSince", "duration");

	private static final String MESSAGE = "message";

	private final TaskValues values;

	private final DialogueJson dialogue;

	/**
	 * Creates the writer.
	 * @param values masks or sanitizes confidential values
	 */
	public TaskJson(TaskValues values) {
		this.values = values;
		this.dialogue = new DialogueJson(values);
	}

	/**
	 * Writes tasks in short, up to a size, and at least one of them.
	 * @param records the tasks
	 * @param maxSize the size of the tasks as JSON, in bytes
	 * @return the first tasks
	 */
	public static List<Map<String, Object>> list(List<BackgroundTaskRecord> records, long maxSize) {
		return JsonMaps.fitting(records, TaskJson::inShort, maxSize);
	}

	/**
	 * Writes the attributes of a task that an operator scans, with the sizes of its
	 * values, in characters.
	 * @param record the task
	 * @return the attributes
	 */
	public static Map<String, Object> inShort(BackgroundTaskRecord record) {
		Map<String, Object> json = JsonMaps.of(record);
		json.keySet().retainAll(LISTED);
		if (record.displayName().equals(record.id())) {
			json.remove("displayName");
		}
		JsonMaps.measure(json, "input");
		JsonMaps.measure(json.get("result"), "value");
		JsonMaps.measure(json.get("inputRequest"), "expected");
		JsonMaps.measure(json.get(FAILURE), MESSAGE);
		return json;
	}

	/**
	 * Writes a task with its values.
	 * @param record the task
	 * @param shown whether the user may see values
	 * @return the attributes
	 */
	public Map<String, Object> write(BackgroundTaskRecord record, boolean shown) {
		Map<String, Object> json = JsonMaps.of(record);
		show(json, "input", "input", shown);
		show(json.get("result"), "value", "result.value", shown);
		show(json.get("inputRequest"), "expected", "inputRequest.expected", true);
		forFailures(json, (failure, path) -> show(failure, MESSAGE, path + ".message", shown));
		return json;
	}

	private static void forFailures(Map<String, Object> json, BiConsumer<@Nullable Object, String> action) {
		action.accept(json.get(FAILURE), FAILURE);
		if (json.get("earlierAttempts") instanceof List<?> attempts) {
			attempts.forEach((attempt) -> action.accept(((Map<?, ?>) attempt).get(FAILURE), "earlierAttempts.failure"));
		}
	}

	/**
	 * Writes a task with its values, children, dialogue and thread.
	 * @param inspection the details of the task
	 * @param shown whether the user may see values
	 * @return the attributes
	 */
	public Map<String, Object> write(TaskInspection inspection, boolean shown) {
		Map<String, Object> json = write(inspection.record(), shown);
		json.put("unresponsive", inspection.unresponsive());
		json.put("children", inspection.children().stream().map(TaskJson::inShort).toList());
		if (inspection.thread() != null) {
			json.put("thread", inspection.thread());
			json.put("stack", shown ? this.values.show("stack", inspection.stack(), true) : List.of(TaskValues.MASK));
		}
		if (inspection.outOfReach() != null) {
			json.put("outOfReach", inspection.outOfReach());
		}
		if (inspection.failureStackTrace() != null) {
			json.put("failureStackTrace", inspection.failureStackTrace());
			show(json, "failureStackTrace", "failureStackTrace", shown);
		}
		json.put("messages", this.dialogue.messages(inspection.messages(), shown));
		json.put("answers", this.dialogue.answers(inspection.answers(), shown));
		json.put("output", this.dialogue.output(inspection.output(), shown));
		return json;
	}

	/**
	 * Writes a task after an action, and the delivery of an answer or a message.
	 * @param change the result of the action
	 * @param shown whether the user may see values
	 * @return the attributes
	 */
	public Map<String, Object> write(TaskChange change, boolean shown) {
		Map<String, Object> json = write(change.record(), shown);
		TaskMessageReceipt receipt = change.receipt();
		if (receipt != null) {
			json.put("delivery", name(receipt.delivery()));
			if (receipt.reason() != null) {
				json.put("deliveryFailure", receipt.reason());
				show(json, "deliveryFailure", "deliveryFailure", shown);
			}
		}
		return json;
	}

	/**
	 * Adds the history of a task.
	 * @param json the attributes of the task
	 * @param history the history
	 */
	public static void addHistory(Map<String, Object> json, TaskHistory history) {
		json.put("history", history.entries().stream().map(TaskJson::entry).toList());
		if (history.partial()) {
			json.put("historyPartial", true);
		}
	}

	private static Map<String, Object> entry(TaskHistory.Entry entry) {
		Map<String, Object> json = JsonMaps.of(entry);
		json.remove("declined", false);
		return json;
	}

	private void show(@Nullable Object json, String name, String path, boolean shown) {
		JsonMaps.replace(json, name, (value) -> this.values.show(path, value, shown));
	}

	/**
	 * Returns the name of a constant in JSON.
	 * @param constant the constant
	 * @return the name in lower case
	 */
	public static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

}
