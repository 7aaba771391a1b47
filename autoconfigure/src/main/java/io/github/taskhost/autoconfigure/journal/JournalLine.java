package io.github.taskhost.autoconfigure.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The journal entry of one event, both as fields and as text. Records hold no control
 * characters; strings from users are quoted here in addition, so that a value cannot
 * imitate another field.
 */
final class JournalLine {

	private static final Set<String> IN_WORDS = Set.of("event", "task", "session");

	private final Map<String, Object> fields = new LinkedHashMap<>();

	private final StringBuilder text = new StringBuilder();

	private JournalLine() {
	}

	static JournalLine of(BackgroundTaskEvent event) {
		BackgroundTaskRecord record = event.record();
		JournalLine line = new JournalLine().with("event", name(event))
			.with("task", record.id())
			.with("session", record.sessionId())
			.with("kind", record.kind())
			.with("uid", record.uid().toString())
			.with("state", record.state())
			.with("attempt", record.attempt())
			.with("sequence", event.sequence());
		EventDetails.add(event, line);
		return line;
	}

	private static String name(BackgroundTaskEvent event) {
		return event.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
	}

	/** Adds an enum constant, an identifier or a number, unless it is {@code null}. */
	JournalLine with(String name, @Nullable Object value) {
		if (value != null) {
			Object word = (value instanceof Enum<?> constant) ? constant.name().toLowerCase(Locale.ROOT) : value;
			add(name, word, word.toString());
		}
		return this;
	}

	/** Adds a string from a user, quoted in the text, unless it is {@code null}. */
	JournalLine withText(String name, @Nullable String text) {
		if (text != null) {
			add(name, text, '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
		}
		return this;
	}

	private void add(String name, Object value, String readable) {
		this.fields.put(name, value);
		if (!IN_WORDS.contains(name)) {
			this.text.append(' ').append(name).append('=').append(readable);
		}
	}

	/** Returns the fields in the order of the text. */
	Map<String, Object> fields() {
		return Collections.unmodifiableMap(this.fields);
	}

	/** Returns the same fields as one line of text. */
	String text() {
		String event = String.valueOf(this.fields.get("event")).replace('_', ' ');
		return "Task " + this.fields.get("task") + " of session " + this.fields.get("session") + ", " + event + ":"
				+ this.text;
	}

}
