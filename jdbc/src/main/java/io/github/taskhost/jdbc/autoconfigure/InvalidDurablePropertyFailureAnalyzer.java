package io.github.taskhost.jdbc.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidDurablePropertyException}.
 */
class InvalidDurablePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDurablePropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDurablePropertyException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
	}

}
