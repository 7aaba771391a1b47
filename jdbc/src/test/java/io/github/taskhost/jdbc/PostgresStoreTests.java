package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The store on PostgreSQL.
 */
class PostgresStoreTests extends StoreContractTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.postgresql();
	}

}
