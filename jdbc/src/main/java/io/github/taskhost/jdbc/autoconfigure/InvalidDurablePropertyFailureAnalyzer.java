package io.github.taskhost.jdbc.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidDurablePropertyException}.
 */
class InvalidDurablePropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidDurablePropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidDurablePropertyException cause) {
		return new FailureAnalysis("A property of durable tasks is not valid. " + cause.getMessage(),
				"Change taskhost.durable.table-prefix, taskhost.durable.writers, taskhost.durable.accept-timeout, "
						+ "taskhost.cluster.lease or taskhost.cluster.unresolved-after.",
				cause);
	}

}
