package io.github.taskhost.autoconfigure.kind;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidKindMethodException}.
 */
class InvalidKindMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidKindMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidKindMethodException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
	}

}
