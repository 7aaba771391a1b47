package io.github.taskhost.local.table;

/**
 * What became of a commit.
 */
public sealed interface CommitResult<E> {

	/**
	 * The result of a commit that changed everything.
	 * @param <E> the type of the entries
	 * @return the result
	 */
	@SuppressWarnings("unchecked") // holds no entry
	static <E> CommitResult<E> committed() {
		return (CommitResult<E>) Committed.INSTANCE;
	}

	/** Everything was changed. */
	record Committed<E>() implements CommitResult<E> {

		private static final Committed<?> INSTANCE = new Committed<>();

	}

	/**
	 * Nothing was changed: a record is not the expected one any more.
	 *
	 * @param current the entry whose record it is; its record may be gone
	 */
	record Conflict<E>(E current) implements CommitResult<E> {
	}

	/**
	 * Nothing was changed: another task has the place.
	 *
	 * @param holder the task that has it
	 * @param byKey whether the place is the idempotency key; else it is the id
	 */
	record Duplicate<E>(E holder, boolean byKey) implements CommitResult<E> {
	}

}
