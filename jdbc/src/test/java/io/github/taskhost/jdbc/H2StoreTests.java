package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The store on H2.
 */
class H2StoreTests extends StoreContractTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
