package io.github.taskhost.local.journal;

import io.github.taskhost.test.contract.durable.DurableHostContract;
import io.github.taskhost.test.contract.support.DurableHostFactory;
import org.junit.jupiter.api.TestInstance;

/** The contract of durable hosts, with a journal in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournaledHostDurabilityTests extends DurableHostContract {

	private final JournaledHosts hosts = new JournaledHosts(true);

	@Override
	protected DurableHostFactory factory() {
		return this.hosts;
	}

}
