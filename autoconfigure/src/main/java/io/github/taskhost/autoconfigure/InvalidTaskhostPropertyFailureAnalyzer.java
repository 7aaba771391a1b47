package io.github.taskhost.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidTaskhostPropertyException}.
 */
class InvalidTaskhostPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidTaskhostPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidTaskhostPropertyException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
	}

}
