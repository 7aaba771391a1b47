package io.github.taskhost.local.journal;

import io.github.taskhost.test.contract.BackgroundTaskHostContract;
import io.github.taskhost.test.contract.support.HostFactory;

/** The contract of all hosts, with every change stored in a journal first. */
class JournaledHostContractTests extends BackgroundTaskHostContract {

	private static final JournaledHosts HOSTS = new JournaledHosts(false);

	@Override
	protected HostFactory factory() {
		return HOSTS;
	}

}
