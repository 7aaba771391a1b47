package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.jdbc.error.MissingTablesException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link MissingTablesException}.
 */
class MissingTablesFailureAnalyzer extends AbstractFailureAnalyzer<MissingTablesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingTablesException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Either set taskhost.durable.initialize-schema=always, so that the application makes the tables at its "
						+ "start, or copy io/github/taskhost/jdbc/schema-postgresql.sql (or schema-h2.sql) from "
						+ "taskhost-jdbc.jar into a migration of Flyway or Liquibase. If the tables have another prefix "
						+ "or schema, set taskhost.durable.table-prefix.",
				cause);
	}

}
