package io.github.taskhost.store;

/**
 * What became of a commit.
 */
public sealed interface CommitResult {

	/** Everything was changed. */
	CommitResult COMMITTED = new Committed();

	/** Everything was changed. */
	record Committed() implements CommitResult {
	}

	/**
	 * Nothing was changed: a record is not the expected one any more.
	 *
	 * @param current the entry whose record it is; its record may be gone
	 */
	record Conflict(TaskEntry current) implements CommitResult {
	}

	/**
	 * Nothing was changed: another task has the place.
	 *
	 * @param holder the task that has it
	 * @param byKey whether the place is the idempotency key; else it is the id
	 */
	record Duplicate(TaskEntry holder, boolean byKey) implements CommitResult {
	}

}
