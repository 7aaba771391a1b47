package io.github.taskhost.local.table;

/**
 * The result of a commit.
 */
public sealed interface CommitResult<E> {

	/**
	 * Returns the result of a successful commit.
	 * @param <E> the type of the entries
	 * @return the result
	 */
	@SuppressWarnings("unchecked") // holds no entry
	static <E> CommitResult<E> committed() {
		return (CommitResult<E>) Committed.INSTANCE;
	}

	/** All changes were made. */
	record Committed<E>() implements CommitResult<E> {

		private static final Committed<?> INSTANCE = new Committed<>();

	}

	/**
	 * No change was made, because a record was not the expected one any more.
	 *
	 * @param current the entry with the unexpected record; the record may be removed
	 */
	record Conflict<E>(E current) implements CommitResult<E> {
	}

	/**
	 * No change was made, because another task holds the id or the idempotency key.
	 *
	 * @param holder the task that holds it
	 * @param byKey whether the idempotency key is held; else it is the id
	 */
	record Duplicate<E>(E holder, boolean byKey) implements CommitResult<E> {
	}

}
