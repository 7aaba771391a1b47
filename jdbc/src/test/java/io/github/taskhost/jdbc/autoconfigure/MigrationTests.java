package io.github.taskhost.jdbc.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.jdbc.TestServer;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.spi.TaskJournal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schema script as a migration of Flyway and of Liquibase, which runs before the
 * store is opened.
 */
class MigrationTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, TaskhostAutoConfiguration.class,
				TaskhostJdbcAutoConfiguration.class, TaskhostJdbcPropertiesAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + TestServer.newPostgresqlUrl());

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	private Path script(String name) throws IOException {
		Path script = this.folder.resolve(name);
		try (InputStream in = JournalSchema.class
			.getResourceAsStream("/io/github/taskhost/jdbc/schema-postgresql.sql")) {
			assertThat(in).isNotNull();
			Files.copy(in, script);
		}
		return script;
	}

	@Test
	void flywayMakesTheTables() throws IOException {
		script("V1__taskhost.sql");
		this.contexts.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
			.withPropertyValues("spring.flyway.locations=filesystem:" + this.folder)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TaskJournal.class));
	}

	@Test
	void liquibaseMakesTheTables() throws IOException {
		Path changes = this.folder.resolve("changelog.yaml");
		Files.writeString(changes, """
				databaseChangeLog:
				  - changeSet:
				      id: taskhost-1
				      author: shop
				      changes:
				        - sqlFile: {path: io/github/taskhost/jdbc/schema-postgresql.sql}
				""");
		this.contexts.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class))
			.withPropertyValues("spring.liquibase.change-log=file:" + changes)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(TaskJournal.class));
	}

}
