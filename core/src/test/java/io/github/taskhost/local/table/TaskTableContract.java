package io.github.taskhost.local.table;

import org.junit.jupiter.api.Nested;

/**
 * What every store promises. A store's tests extend this class and say how an empty store
 * is made; only the store SPI is used, so stores of any kind can be checked.
 */
public abstract class TaskTableContract {

	/** For subclasses. */
	protected TaskTableContract() {
		// there is nothing to set up
	}

	/**
	 * Makes an empty table.
	 * @return a new store
	 */
	protected abstract TaskTable<StoredTask> newStore();

	@Nested
	class Changes extends TableChangesContract {

		@Override
		TaskTable<StoredTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Places extends TablePlacesContract {

		@Override
		TaskTable<StoredTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Moves extends TableMovesContract {

		@Override
		TaskTable<StoredTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Lists extends TableListsContract {

		@Override
		TaskTable<StoredTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Races extends TableRacesContract {

		@Override
		TaskTable<StoredTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

}
