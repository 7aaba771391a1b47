package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.test.contract.durable.DurableHostContract;
import io.github.taskhost.test.contract.support.DurableHostFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract of durable hosts on PostgreSQL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresDurabilityTests extends DurableHostContract {

	private final JdbcHosts hosts = new JdbcHosts(TestServer.postgresqlUrl(), Duration.ofMillis(500), false);

	@Override
	protected DurableHostFactory factory() {
		return this.hosts;
	}

}
