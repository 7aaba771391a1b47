package io.github.taskhost.jdbc.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.schema.JournalSchema;
import org.springframework.boot.jdbc.init.DatabaseInitializationProperties;
import org.springframework.boot.jdbc.init.PropertiesBasedDataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.StringUtils;

/**
 * Makes the missing tables at the start, with the prefix of the properties. H2 in this
 * process is an embedded database, also with a file.
 */
class JournalSchemaInitializer
		extends PropertiesBasedDataSourceScriptDatabaseInitializer<JournalSchemaInitializer.Scripted> {

	private final String tablePrefix;

	private final String platform;

	/**
	 * Creates an initializer.
	 * @param dataSource the database
	 * @param tablePrefix the prefix of the names of the tables
	 * @param mode the databases whose tables are made
	 */
	JournalSchemaInitializer(DataSource dataSource, String tablePrefix, DatabaseInitializationMode mode) {
		this(dataSource, tablePrefix, new Scripted(platformOf(dataSource), mode));
	}

	private JournalSchemaInitializer(DataSource dataSource, String tablePrefix, Scripted script) {
		super(dataSource, script);
		this.tablePrefix = tablePrefix;
		this.platform = String.valueOf(script.getPlatform());
	}

	private static String platformOf(DataSource dataSource) {
		try {
			return JournalSchema.platform(dataSource);
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	@Override
	protected boolean isEmbeddedDatabase() {
		return super.isEmbeddedDatabase() || isH2InThisProcess();
	}

	private boolean isH2InThisProcess() {
		DataSource dataSource = getDataSource();
		if (dataSource == null || !this.platform.equals("h2")) {
			return false;
		}
		try (Connection connection = dataSource.getConnection()) {
			String url = connection.getMetaData().getURL();
			return url != null && !url.startsWith("jdbc:h2:tcp:") && !url.startsWith("jdbc:h2:ssl:");
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	/**
	 * The scripts name the tables with the default prefix. They are not run if the tables
	 * have the present version: see {@link JournalSchema#create}.
	 */
	@Override
	protected void runScripts(Scripts scripts) {
		if (isPresent()) {
			return;
		}
		String script = String.join(";\n", JournalSchema.statements(this.platform, this.tablePrefix)) + ";\n";
		super.runScripts(new Scripts(List.of(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8),
				"schema of Taskhost for " + this.platform)))
			.encoding(StandardCharsets.UTF_8));
	}

	private boolean isPresent() {
		DataSource dataSource = getDataSource();
		try {
			return dataSource != null && JournalSchema.isPresent(dataSource, this.tablePrefix);
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	private static JournalUnavailableException unavailable(SQLException ex) {
		return new JournalUnavailableException("The database of the tasks could not be reached: "
				+ StringUtils.trimTrailingCharacter(String.valueOf(ex.getMessage()), '.') + ".", ex);
	}

	/** The mode, and the script for the sort of the database. */
	static final class Scripted extends DatabaseInitializationProperties {

		Scripted(String platform, DatabaseInitializationMode mode) {
			setInitializeSchema(mode);
			setPlatform(platform);
		}

		@Override
		public String getDefaultSchemaLocation() {
			return "classpath:io/github/taskhost/jdbc/schema-@@platform@@.sql";
		}

	}

}
