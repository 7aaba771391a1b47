package io.github.taskhost.jdbc;

import com.zaxxer.hikari.HikariDataSource;

/**
 * {@link EvolutionTests} on H2.
 */
class H2EvolutionTests extends EvolutionTests {

	@Override
	HikariDataSource createPool() {
		return TestServer.h2();
	}

}
