package io.github.taskhost.autoconfigure;

import java.util.stream.Collectors;

import io.github.taskhost.kind.DuplicateTaskKindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link DuplicateTaskKindException}.
 */
class DuplicateTaskKindFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateTaskKindException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DuplicateTaskKindException cause) {
		String definitions = cause.definitions()
			.stream()
			.map((definition) -> "\n\t- " + definition)
			.collect(Collectors.joining());
		return new FailureAnalysis(
				"The kind of task '" + cause.kind() + "' is defined more than once, by:\n" + definitions,
				"Keep one of them, or give each another kind.", cause);
	}

}
