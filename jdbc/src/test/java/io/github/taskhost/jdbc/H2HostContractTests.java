package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.test.contract.BackgroundTaskHostContract;
import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract of all hosts on H2.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2HostContractTests extends BackgroundTaskHostContract {

	private final JdbcHosts hosts = new JdbcHosts(TestServer.h2Url(), Duration.ofSeconds(6), true);

	@Override
	protected HostFactory factory() {
		return this.hosts;
	}

}
