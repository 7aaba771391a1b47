package io.github.taskhost.local.table;

import org.junit.jupiter.api.Nested;

/**
 * The contract of the table. Tests extend this class and create the empty table; only its
 * commits and lookups are used.
 */
public abstract class TaskTableContract {

	/** Called by subclasses. */
	protected TaskTableContract() {
		// no state
	}

	/**
	 * Creates an empty table.
	 * @return a new table
	 */
	protected abstract TaskTable<TableTask> newStore();

	@Nested
	class Changes extends TableChangesContract {

		@Override
		TaskTable<TableTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Places extends TablePlacesContract {

		@Override
		TaskTable<TableTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Moves extends TableMovesContract {

		@Override
		TaskTable<TableTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Lists extends TableListsContract {

		@Override
		TaskTable<TableTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

	@Nested
	class Races extends TableRacesContract {

		@Override
		TaskTable<TableTask> newStore() {
			return TaskTableContract.this.newStore();
		}

	}

}
