package io.github.taskhost.test.contract.lifecycle;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of the life of a task: identity, keys, states, ends, families, retries,
 * start delays, priorities, rate limits, heartbeats, steps of the clock, transactions,
 * limits and waits.
 */
public abstract class LifecycleContract {

	/** For subclasses. */
	protected LifecycleContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class ReferenceScenarios extends ReferenceScenariosContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class ReferenceFaults extends ReferenceFaultsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Reports extends ReportsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Ids extends IdsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Keys extends KeysContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class KeyWindows extends KeyWindowsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Priorities extends PrioritiesContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class RateLimits extends RateLimitsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Cancellation extends CancellationContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Families extends FamiliesContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Limits extends LimitsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Histories extends HistoryContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Totals extends TotalsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Waiting extends WaitingContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Retries extends RetriesContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class RetryEnds extends RetryEndsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class StartDelays extends StartDelaysContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Heartbeats extends HeartbeatsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class ClockSteps extends ClockStepsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class TransitiveWaiting extends TransitiveWaitingContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class Transactions extends TransactionsContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

	@Nested
	class PairwiseRaces extends PairwiseRacesContract {

		@Override
		protected HostFactory factory() {
			return LifecycleContract.this.factory();
		}

	}

}
