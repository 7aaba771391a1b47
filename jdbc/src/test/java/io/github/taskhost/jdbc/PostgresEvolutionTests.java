package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link EvolutionTests} on PostgreSQL.
 */
class PostgresEvolutionTests extends EvolutionTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
