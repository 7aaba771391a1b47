package io.github.taskhost.local.journal;

import io.github.taskhost.test.contract.BackgroundTaskHostContract;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.LocalByNature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of all hosts, through a host that does not have the tasks. */
class WrongHostContractTests extends BackgroundTaskHostContract {

	@RegisterExtension
	static final LocalByNature LOCAL = new LocalByNature();

	private static final WrongHosts HOSTS = new WrongHosts();

	@Override
	protected HostFactory factory() {
		return HOSTS;
	}

	@AfterAll
	static void everyExceptionIsATest() {
		assertThat(LOCAL.unknown()).isEmpty();
	}

}
