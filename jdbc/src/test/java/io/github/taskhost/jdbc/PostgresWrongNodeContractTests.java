package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.test.contract.BackgroundTaskHostContract;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.LocalByNature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of all hosts on PostgreSQL, through a node that does not have the tasks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresWrongNodeContractTests extends BackgroundTaskHostContract {

	@RegisterExtension
	static final LocalByNature LOCAL = new LocalByNature();

	private final NodePair nodes = new NodePair(TestServer.fastUrl(), Duration.ofSeconds(20));

	@Override
	protected HostFactory factory() {
		return this.nodes;
	}

	@AfterAll
	static void everyExceptionIsATest() {
		assertThat(LOCAL.unknown()).isEmpty();
	}

}
