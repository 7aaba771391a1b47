package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnsupportedDatabaseException}.
 */
class UnsupportedDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedDatabaseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedDatabaseException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Connect to a supported database; in an application with several, annotate its DataSource bean with "
						+ "@TaskhostDataSource. Or set taskhost.durable.enabled=false to keep tasks in memory.",
				cause);
	}

}
