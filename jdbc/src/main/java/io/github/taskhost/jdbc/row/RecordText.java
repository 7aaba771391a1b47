package io.github.taskhost.jdbc.row;

import org.jspecify.annotations.Nullable;

/**
 * A record as text, in the three columns that hold it.
 *
 * @param record the record without its input and result
 * @param input the input, exactly as it was given, or {@code null} for none
 * @param result the result, or {@code null} for none
 */
public record RecordText(String record, @Nullable String input, @Nullable String result) {

	/** Refuses texts that PostgreSQL cannot store. */
	public RecordText {
		StorableText.require("record", record);
		StorableText.require("input", input);
		StorableText.require("result", result);
	}

	public int length() {
		return this.record.length() + length(this.input) + length(this.result);
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
