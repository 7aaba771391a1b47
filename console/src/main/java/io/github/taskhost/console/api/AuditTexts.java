package io.github.taskhost.console.api;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Texts of requests as they enter the audit log: one line of at most 512 characters.
 */
final class AuditTexts {

	private AuditTexts() {
	}

	static String line(String text) {
		return Texts.clean(text, Texts.LINE);
	}

	static @Nullable String lineOrNull(@Nullable String text) {
		return Texts.cleanOrNull(text, Texts.LINE);
	}

}
