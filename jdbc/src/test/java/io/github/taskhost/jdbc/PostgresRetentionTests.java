package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link RetentionTests} on PostgreSQL.
 */
class PostgresRetentionTests extends RetentionTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
