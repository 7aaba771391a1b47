package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The group commit on PostgreSQL.
 */
class PostgresGroupCommitTests extends GroupCommitTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
