package io.github.taskhost.jdbc.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link NoTaskDataSourceException}.
 */
class NoTaskDataSourceFailureAnalyzer extends AbstractFailureAnalyzer<NoTaskDataSourceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoTaskDataSourceException cause) {
		if (cause.candidates().isEmpty()) {
			return new FailureAnalysis(
					"Tasks are durable, since taskhost-spring-boot-starter-jdbc is on the class path, but the "
							+ "application has no DataSource to store them.",
					"Set spring.datasource.url and add the driver of the database (PostgreSQL, or H2 for a single "
							+ "node), declare a DataSource bean, or set taskhost.durable.enabled=false to keep tasks "
							+ "in memory.",
					cause);
		}
		return new FailureAnalysis(
				"Tasks are durable, and the application has several DataSources without a primary one: "
						+ String.join(", ", cause.candidates()) + ".",
				"Annotate the bean of the database for tasks with @TaskhostDataSource, or one of the beans with "
						+ "@Primary.",
				cause);
	}

}
