package io.github.taskhost.autoconfigure.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.taskhost.KindDescription;
import io.github.taskhost.task.JsonPayload;

/**
 * Descriptions of kinds as maps, lists and scalars.
 */
public final class KindJson {

	private static final String INPUT_SCHEMA = "inputSchema";

	private KindJson() {
	}

	/**
	 * Writes descriptions of kinds. Once their schemas exceed a size, further schemas are
	 * replaced by their sizes.
	 * @param kinds the descriptions
	 * @param maxSize the size in characters
	 * @return the descriptions in the same order
	 */
	public static List<Map<String, Object>> write(List<KindDescription> kinds, long maxSize) {
		List<Map<String, Object>> entries = new ArrayList<>(kinds.size());
		long size = 0;
		for (KindDescription kind : kinds) {
			Map<String, Object> entry = JsonMaps.of(kind);
			JsonPayload schema = kind.inputSchema();
			size += (schema != null) ? schema.text().length() : 0;
			if (size > maxSize && !entries.isEmpty()) {
				JsonMaps.measure(entry, INPUT_SCHEMA);
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

}
