package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.test.contract.durable.DurableHostContract;
import io.github.taskhost.test.contract.support.DurableHostFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The contract of durable hosts on H2.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2DurabilityTests extends DurableHostContract {

	private final JdbcHosts hosts = new JdbcHosts(TestServer.h2Url(), Duration.ofMillis(500), false);

	@Override
	protected DurableHostFactory factory() {
		return this.hosts;
	}

}
