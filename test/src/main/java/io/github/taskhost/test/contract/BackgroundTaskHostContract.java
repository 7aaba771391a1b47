package io.github.taskhost.test.contract;

import io.github.taskhost.test.contract.body.BodyContract;
import io.github.taskhost.test.contract.event.EventContract;
import io.github.taskhost.test.contract.group.GroupContract;
import io.github.taskhost.test.contract.kind.KindContract;
import io.github.taskhost.test.contract.lifecycle.LifecycleContract;
import io.github.taskhost.test.contract.question.QuestionContract;
import io.github.taskhost.test.contract.session.SessionContract;
import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract that every host passes. Tests of a host extend this class and supply the
 * factory of the host.
 */
public abstract class BackgroundTaskHostContract {

	/** For subclasses. */
	protected BackgroundTaskHostContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Lifecycle extends LifecycleContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Bodies extends BodyContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Sessions extends SessionContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Events extends EventContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Questions extends QuestionContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Kinds extends KindContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

	@Nested
	class Groups extends GroupContract {

		@Override
		protected HostFactory factory() {
			return BackgroundTaskHostContract.this.factory();
		}

	}

}
