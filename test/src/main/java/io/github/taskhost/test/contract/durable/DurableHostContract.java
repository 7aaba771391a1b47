package io.github.taskhost.test.contract.durable;

import io.github.taskhost.test.contract.support.DurableHostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract that every durable host passes besides the contract of all hosts. Tests of
 * a host extend this class and supply the factory of the host.
 */
public abstract class DurableHostContract {

	/** For subclasses. */
	protected DurableHostContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract DurableHostFactory factory();

	@Nested
	class Recovery extends RecoveryContract {

		@Override
		protected DurableHostFactory factory() {
			return DurableHostContract.this.factory();
		}

	}

	@Nested
	class Stops extends StopContract {

		@Override
		protected DurableHostFactory factory() {
			return DurableHostContract.this.factory();
		}

	}

	@Nested
	class Reattachment extends ReattachContract {

		@Override
		protected DurableHostFactory factory() {
			return DurableHostContract.this.factory();
		}

	}

	@Nested
	class InMemoryKinds extends InMemoryKindContract {

		@Override
		protected DurableHostFactory factory() {
			return DurableHostContract.this.factory();
		}

	}

	@Nested
	class ContinuationRecovery extends ContinuationRecoveryContract {

		@Override
		protected DurableHostFactory factory() {
			return DurableHostContract.this.factory();
		}

	}

	@Nested
	class GroupRecovery extends GroupRecoveryContract {

		@Override
		protected DurableHostFactory factory() {
			return DurableHostContract.this.factory();
		}

	}

}
