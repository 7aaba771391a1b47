package io.github.taskhost.testkit;

import org.junit.jupiter.api.Nested;

/**
 * What every host promises. A host's tests extend this class and say how a host is made;
 * only the public API is used, so hosts of any kind can be checked.
 */
public abstract class BackgroundTaskHostContract {

	/** For subclasses. */
	protected BackgroundTaskHostContract() {
		// there is nothing to set up
	}

	/**
	 * How a host is made.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class ReferenceScenarios extends ReferenceScenariosContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class ReferenceFaults extends ReferenceFaultsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Reports extends ReportsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Ids extends IdsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Cancellation extends CancellationContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Transfers extends TransfersContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Closing extends ClosingContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class HiddenWork extends HiddenWorkContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Events extends EventsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Limits extends LimitsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Waiting extends WaitingContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Submission extends SubmissionContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class SubmissionRefusals extends SubmissionRefusalsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class KindCancellation extends KindCancellationContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Delivery extends DeliveryContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class ControlTimeout extends ControlTimeoutContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class PolledKinds extends PolledKindsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class PollingOptions extends PollingOptionsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Reattach extends ReattachContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class KindOwners extends KindOwnersContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class KindRaces extends KindRacesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Retries extends RetriesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class StartDelays extends StartDelaysContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Heartbeats extends HeartbeatsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Wakes extends WakesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class KindRetries extends KindRetriesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Questions extends QuestionsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class AnswerChecks extends AnswerChecksContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class QuestionRaces extends QuestionRacesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Messages extends MessagesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Output extends OutputContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Products extends ProductsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class BodyFaults extends BodyFaultsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class ListenerFaults extends ListenerFaultsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Transactions extends TransactionsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class PairwiseRaces extends PairwiseRacesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class MessageRaces extends MessageRacesContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Context extends ContextContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class ContextFaults extends ContextFaultsContract {

		@Override
		HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

}
