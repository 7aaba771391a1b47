package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.test.contract.BackgroundTaskHostContract;
import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract of all hosts on PostgreSQL.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresHostContractTests extends BackgroundTaskHostContract {

	private final JdbcHosts hosts = new JdbcHosts(TestServer.fastUrl(), Duration.ofSeconds(6), true);

	@Override
	protected HostFactory factory() {
		return this.hosts;
	}

}
