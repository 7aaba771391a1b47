package io.github.taskhost.spi;

import java.util.UUID;

/**
 * The result of a commit of a journal.
 */
public sealed interface JournalResult {

	/** All changes are stored. */
	enum Stored implements JournalResult {

		/** The only value. */
		STORED

	}

	/**
	 * Nothing was stored, because the stored revision of a task is not the one before its
	 * change.
	 *
	 * @param uid the task
	 */
	record Conflict(UUID uid) implements JournalResult {
	}

	/**
	 * Nothing was stored, because a change comes from the work of this host and the store
	 * does not assign the task to it any more: it has no worker, or another one. The host
	 * gives the task up, since another host may be running its next attempt.
	 *
	 * @param uid the task
	 */
	record Lost(UUID uid) implements JournalResult {
	}

	/**
	 * Nothing was stored, because another task holds an id or a key of a task.
	 *
	 * @param holder the task that holds it
	 * @param byKey whether it holds the idempotency key; else the id
	 */
	record Duplicate(StoredTask holder, boolean byKey) implements JournalResult {
	}

}
