package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link RecoveryTests} on PostgreSQL.
 */
class PostgresRecoveryTests extends RecoveryTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
