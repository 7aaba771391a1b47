package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link LeaseTests} on PostgreSQL.
 */
class PostgresLeaseTests extends LeaseTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
