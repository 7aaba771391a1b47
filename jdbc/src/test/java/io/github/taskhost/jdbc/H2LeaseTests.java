package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link LeaseTests} on H2.
 */
class H2LeaseTests extends LeaseTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
