package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.error.JournalUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link JournalUnavailableException} at the start.
 */
class UnreachableDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<JournalUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, JournalUnavailableException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Start the database, or correct spring.datasource.url, spring.datasource.username and "
						+ "spring.datasource.password. A file of H2 can be open in one process only. With "
						+ "taskhost.durable.enabled=false tasks are kept in memory.",
				cause);
	}

}
