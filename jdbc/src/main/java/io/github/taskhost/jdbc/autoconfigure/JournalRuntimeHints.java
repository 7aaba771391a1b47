package io.github.taskhost.jdbc.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * Hints for native images: the schema scripts, and the texts of schedules.
 */
final class JournalRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern("io/github/taskhost/jdbc/schema-*.sql");
		for (String text : List.of("Definition", "Point")) {
			hints.reflection()
				.registerType(TypeReference.of("io.github.taskhost.jdbc.schedule.ScheduleTexts$" + text),
						MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
						MemberCategory.ACCESS_DECLARED_FIELDS);
		}
	}

}
