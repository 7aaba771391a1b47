package io.github.taskhost.jdbc.row;

import java.util.UUID;

import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes records and other values as JSON, and reads them. Has a mapper apart from those
 * of the application, so that settings of an application do not change what is stored.
 * Thread-safe.
 */
public final class RecordCodec {

	private final JsonMapper mapper = JsonMapper.builder()
		.findAndAddModules()
		.addModule(new PayloadTextModule())
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	/**
	 * Writes a record.
	 * @throws IllegalArgumentException if it contains a text that cannot be stored
	 */
	public RecordText write(BackgroundTaskRecord record) {
		JsonPayload input = record.input();
		TaskResult result = record.result();
		BackgroundTaskRecord rest = (result != null) ? record.toBuilder().result(null).build() : record;
		String text = (input != null)
				? this.mapper.writer().withAttribute(PayloadTextModule.APART, input).writeValueAsString(rest)
				: this.mapper.writeValueAsString(rest);
		return new RecordText(text, (input != null) ? input.text() : null, (result != null) ? write(result) : null);
	}

	/**
	 * Reads a record.
	 * @throws UnreadableTaskException if the text is not that of a record
	 */
	public BackgroundTaskRecord read(UUID uid, RecordText text) {
		try {
			BackgroundTaskRecord record = readRest(text);
			if (text.result() == null) {
				return record;
			}
			return record.toBuilder().result(this.mapper.readValue(text.result(), TaskResult.class)).build();
		}
		catch (RuntimeException ex) {
			throw new UnreadableTaskException(uid, ex);
		}
	}

	private BackgroundTaskRecord readRest(RecordText text) {
		if (text.input() == null) {
			return this.mapper.readValue(text.record(), BackgroundTaskRecord.class);
		}
		return this.mapper.readerFor(BackgroundTaskRecord.class)
			.withAttribute(PayloadTextModule.APART, new JsonPayload(text.input()))
			.readValue(text.record());
	}

	public String write(Object value) {
		return this.mapper.writeValueAsString(value);
	}

	public @Nullable String writeOrNull(@Nullable Object value) {
		return (value != null) ? write(value) : null;
	}

	public <T> T read(UUID uid, String text, Class<T> type) {
		try {
			return this.mapper.readValue(text, type);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new UnreadableTaskException(uid, ex);
		}
	}

}
