package io.github.taskhost.autoconfigure;

import java.util.stream.Collectors;

import io.github.taskhost.kind.DuplicateTaskKindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells which kind is defined more than once, by what, and what to do.
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
				"Keep one of them, or give each a kind of its own: the host could not tell which of them does the "
						+ "work of a task of kind '" + cause.kind() + "'.",
				cause);
	}

}
