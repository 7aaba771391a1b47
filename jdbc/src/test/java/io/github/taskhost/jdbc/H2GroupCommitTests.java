package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * The group commit on H2.
 */
class H2GroupCommitTests extends GroupCommitTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
