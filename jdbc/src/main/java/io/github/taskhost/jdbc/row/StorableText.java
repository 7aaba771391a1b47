package io.github.taskhost.jdbc.row;

import org.jspecify.annotations.Nullable;

/**
 * The check of texts before they are bound. PostgreSQL cannot store the character U+0000;
 * H2 refuses it here as well, so that both databases hold the same values. JSON contains
 * it as an escape, which is stored.
 */
public final class StorableText {

	private StorableText() {
	}

	public static <T extends @Nullable String> T require(String field, T text) {
		if (text != null && text.indexOf('\0') >= 0) {
			throw new IllegalArgumentException(
					"The " + field + " contains the character U+0000, which cannot be stored. Remove or escape it.");
		}
		return text;
	}

}
