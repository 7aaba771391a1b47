package io.github.taskhost.console.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidConsolePropertyException}.
 */
class InvalidConsolePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConsolePropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidConsolePropertyException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
	}

}
