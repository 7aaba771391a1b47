package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link JoinTests} on PostgreSQL.
 */
class PostgresJoinTests extends JoinTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
