package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link RetentionTests} on H2.
 */
class H2RetentionTests extends RetentionTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
