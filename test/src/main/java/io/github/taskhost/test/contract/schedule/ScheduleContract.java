package io.github.taskhost.test.contract.schedule;

import io.github.taskhost.test.contract.support.HostFactory;
import org.junit.jupiter.api.Nested;

/**
 * The contract of recurring schedules: their operations, their due times, and the
 * policies for overlaps and missed due times.
 */
public abstract class ScheduleContract {

	/** For subclasses. */
	protected ScheduleContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@Nested
	class Operations extends ScheduleOperationsContract {

		@Override
		protected HostFactory factory() {
			return ScheduleContract.this.factory();
		}

	}

	@Nested
	class DueTimes extends DueTimesContract {

		@Override
		protected HostFactory factory() {
			return ScheduleContract.this.factory();
		}

	}

	@Nested
	class Overlaps extends OverlapsContract {

		@Override
		protected HostFactory factory() {
			return ScheduleContract.this.factory();
		}

	}

	@Nested
	class Misfires extends MisfiresContract {

		@Override
		protected HostFactory factory() {
			return ScheduleContract.this.factory();
		}

	}

}
