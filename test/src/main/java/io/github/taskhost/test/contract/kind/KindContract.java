package io.github.taskhost.test.contract.kind;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of kinds: submissions, results, control calls, polling, re-attachment and
 * retries.
 */
public abstract class KindContract {

	/** For subclasses. */
	protected KindContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Submission extends SubmissionContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class JointSubmission extends JointSubmissionContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class Debounce extends DebounceContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class StartTimes extends StartTimesContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class Results extends ResultsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class SubmissionRefusals extends SubmissionRefusalsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class InputChecks extends InputChecksContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class KindDescriptions extends KindDescriptionsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class KindCancellation extends KindCancellationContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class OwnerCalls extends OwnerCallsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class Delivery extends DeliveryContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class AnswerDelivery extends AnswerDeliveryContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class ControlTimeout extends ControlTimeoutContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class PolledKinds extends PolledKindsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class PollingOptions extends PollingOptionsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class LongOptions extends LongOptionsContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class Reattach extends ReattachContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class ExternalKindWork extends ExternalKindWorkContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class KindRaces extends KindRacesContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

	@Nested
	class KindRetries extends KindRetriesContract {

		@Override
		protected HostFactory factory() {
			return KindContract.this.factory();
		}

	}

}
