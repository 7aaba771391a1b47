package io.github.taskhost.store;

import org.junit.jupiter.api.Nested;

/**
 * What every store promises. A store's tests extend this class and say how an empty store
 * is made; only the store SPI is used, so stores of any kind can be checked.
 */
public abstract class TaskStoreContract {

	/** For subclasses. */
	protected TaskStoreContract() {
		// there is nothing to set up
	}

	/**
	 * Makes an empty store.
	 * @return a new store
	 */
	protected abstract TaskStore newStore();

	@Nested
	class Changes extends StoreChangesContract {

		@Override
		TaskStore newStore() {
			return TaskStoreContract.this.newStore();
		}

	}

	@Nested
	class Places extends StorePlacesContract {

		@Override
		TaskStore newStore() {
			return TaskStoreContract.this.newStore();
		}

	}

	@Nested
	class Moves extends StoreMovesContract {

		@Override
		TaskStore newStore() {
			return TaskStoreContract.this.newStore();
		}

	}

	@Nested
	class Lists extends StoreListsContract {

		@Override
		TaskStore newStore() {
			return TaskStoreContract.this.newStore();
		}

	}

	@Nested
	class Races extends StoreRacesContract {

		@Override
		TaskStore newStore() {
			return TaskStoreContract.this.newStore();
		}

	}

}
