package io.github.taskhost.test.contract.body;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of bodies: faults, stops, context propagation, joins, results and output.
 */
public abstract class BodyContract {

	/** For subclasses. */
	protected BodyContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class BodyFaults extends BodyFaultsContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class Steps extends StepsContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class StoppedBodies extends StoppedBodiesContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class Joins extends JoinsContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class SpinningBodies extends SpinningBodiesContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class UninterruptedBodies extends UninterruptedBodiesContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class Context extends ContextContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class ContextHangs extends ContextHangsContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class ContextFaults extends ContextFaultsContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class ReturnedFutures extends ReturnedFuturesContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class Artifacts extends ArtifactsContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

	@Nested
	class Output extends OutputContract {

		@Override
		protected HostFactory factory() {
			return BodyContract.this.factory();
		}

	}

}
