package io.github.taskhost.jdbc;

import java.time.Duration;

import io.github.taskhost.test.contract.schedule.ScheduleContract;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.LocalByNature;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of schedules on PostgreSQL, through a node that may not be the one that
 * runs them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresScheduleContractTests extends ScheduleContract {

	@RegisterExtension
	static final LocalByNature LOCAL = new LocalByNature();

	private final NodePair nodes = new NodePair(TestServer.fastUrl(), Duration.ofSeconds(20));

	@Override
	protected HostFactory factory() {
		return this.nodes;
	}

}
