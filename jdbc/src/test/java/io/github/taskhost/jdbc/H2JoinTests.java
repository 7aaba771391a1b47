package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link JoinTests} on H2.
 */
class H2JoinTests extends JoinTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
