package io.github.taskhost.test.contract.event;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of events: their order and delivery, and listeners that are slow or fail.
 */
public abstract class EventContract {

	/** For subclasses. */
	protected EventContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Events extends EventsContract {

		@Override
		protected HostFactory factory() {
			return EventContract.this.factory();
		}

	}

	@Nested
	class Lists extends ListsContract {

		@Override
		protected HostFactory factory() {
			return EventContract.this.factory();
		}

	}

	@Nested
	class BackPressure extends BackPressureContract {

		@Override
		protected HostFactory factory() {
			return EventContract.this.factory();
		}

	}

	@Nested
	class ListenerFaults extends ListenerFaultsContract {

		@Override
		protected HostFactory factory() {
			return EventContract.this.factory();
		}

	}

}
