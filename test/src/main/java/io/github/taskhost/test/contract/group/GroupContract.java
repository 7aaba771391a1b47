package io.github.taskhost.test.contract.group;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of tasks that wait for the ends of others: continuations, their chains and
 * their races, and groups.
 */
public abstract class GroupContract {

	/** For subclasses. */
	protected GroupContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Continuations extends ContinuationsContract {

		@Override
		protected HostFactory factory() {
			return GroupContract.this.factory();
		}

	}

	@Nested
	class ContinuationRefusals extends ContinuationRefusalsContract {

		@Override
		protected HostFactory factory() {
			return GroupContract.this.factory();
		}

	}

	@Nested
	class ContinuedCalls extends ContinuedCallsContract {

		@Override
		protected HostFactory factory() {
			return GroupContract.this.factory();
		}

	}

	@Nested
	class ContinuationRaces extends ContinuationRacesContract {

		@Override
		protected HostFactory factory() {
			return GroupContract.this.factory();
		}

	}

	@Nested
	class Groups extends GroupsContract {

		@Override
		protected HostFactory factory() {
			return GroupContract.this.factory();
		}

	}

}
