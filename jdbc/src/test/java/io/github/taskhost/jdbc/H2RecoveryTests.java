package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link RecoveryTests} on H2.
 */
class H2RecoveryTests extends RecoveryTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
