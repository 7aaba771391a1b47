package io.github.taskhost.autoconfigure;

import io.github.taskhost.kind.InvalidKindOptionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidKindOptionException}.
 */
class InvalidKindOptionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidKindOptionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidKindOptionException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Change '" + cause.property() + "', or the option where the kind is defined in code.", cause);
	}

}
