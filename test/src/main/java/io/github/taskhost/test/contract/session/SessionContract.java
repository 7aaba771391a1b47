package io.github.taskhost.test.contract.session;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of sessions: transfers, closing, hidden work and wakes.
 */
public abstract class SessionContract {

	/** For subclasses. */
	protected SessionContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Transfers extends TransfersContract {

		@Override
		protected HostFactory factory() {
			return SessionContract.this.factory();
		}

	}

	@Nested
	class Closing extends ClosingContract {

		@Override
		protected HostFactory factory() {
			return SessionContract.this.factory();
		}

	}

	@Nested
	class HiddenWork extends HiddenWorkContract {

		@Override
		protected HostFactory factory() {
			return SessionContract.this.factory();
		}

	}

	@Nested
	class Pages extends SessionPagesContract {

		@Override
		protected HostFactory factory() {
			return SessionContract.this.factory();
		}

	}

	@Nested
	class Wakes extends WakesContract {

		@Override
		protected HostFactory factory() {
			return SessionContract.this.factory();
		}

	}

}
