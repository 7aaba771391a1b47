package io.github.taskhost.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Puts tasks into a store and makes changes of them. For one test; as safe for use by
 * many threads as the store.
 */
public final class StoredTasks {

	/** When everything happens. */
	public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final TaskStore store;

	/**
	 * Tasks for a store.
	 * @param store the store
	 */
	public StoredTasks(TaskStore store) {
		this.store = store;
	}

	/**
	 * A registration with an id.
	 * @param id the id
	 * @return the registration
	 */
	public static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	/**
	 * A registration whose id the host makes.
	 * @return the registration
	 */
	public static BackgroundTaskRegistration unnamed() {
		return BackgroundTaskRegistration.ofKind("other").build();
	}

	/**
	 * A registration with an id and an idempotency key.
	 * @param id the id
	 * @param key the key
	 * @return the registration
	 */
	public static BackgroundTaskRegistration keyed(String id, String key) {
		return BackgroundTaskRegistration.ofKind("other").id(id).idempotencyKey(key).build();
	}

	/**
	 * The entry of a pending task that is not in the store yet.
	 * @param session its session
	 * @param registration what it is to be
	 * @return a new entry with one event
	 */
	public TaskEntry entry(String session, BackgroundTaskRegistration registration) {
		return entry(session, registration, null);
	}

	private TaskEntry entry(String session, BackgroundTaskRegistration registration, @Nullable UUID parent) {
		BackgroundTaskRecord record = BackgroundTaskRecord.builder(this.store.newUid(NOW), session, registration, NOW)
			.parentUid(parent)
			.eventSequence(1)
			.build();
		return new TaskEntry(record, List.of(new BackgroundTaskEvent.Registered(record, 1, NOW)));
	}

	/**
	 * Inserts a pending task.
	 * @param session its session
	 * @param registration what it is to be
	 * @return its entry
	 */
	public TaskEntry insert(String session, BackgroundTaskRegistration registration) {
		return inserted(entry(session, registration));
	}

	/**
	 * Inserts a child.
	 * @param session its session
	 * @param parent the uid of its parent
	 * @return its entry
	 */
	public TaskEntry insertChild(String session, UUID parent) {
		return inserted(entry(session, unnamed(), parent));
	}

	private TaskEntry inserted(TaskEntry entry) {
		assertThat(this.store.commit(new TaskChange.Insert(entry))).isEqualTo(CommitResult.COMMITTED);
		return entry;
	}

	/**
	 * Inserts a task and ends it.
	 * @param session its session
	 * @param registration what it is to be
	 * @return its entry
	 */
	public TaskEntry insertEnded(String session, BackgroundTaskRegistration registration) {
		TaskEntry entry = insert(session, registration);
		assertThat(this.store.commit(end(entry))).isEqualTo(CommitResult.COMMITTED);
		return entry;
	}

	private static BackgroundTaskRecord.Builder next(BackgroundTaskRecord record) {
		return record.toBuilder().version(record.version() + 1).eventSequence(record.eventSequence() + 1);
	}

	/**
	 * A change of the present record.
	 * @param entry the task
	 * @return the change, with one event that stores do not merge
	 */
	public static TaskChange.Replace change(TaskEntry entry) {
		BackgroundTaskRecord before = entry.record();
		BackgroundTaskRecord next = next(before).build();
		return new TaskChange.Replace(entry, before, next,
				List.of(new BackgroundTaskEvent.CancelRequested(next, next.eventSequence(), NOW)));
	}

	/**
	 * The end of the task.
	 * @param entry the task
	 * @return the change, with its event
	 */
	public static TaskChange.Replace end(TaskEntry entry) {
		BackgroundTaskRecord before = entry.record();
		BackgroundTaskRecord next = next(before).state(BackgroundTaskState.COMPLETED).finishedAt(NOW).build();
		return new TaskChange.Replace(entry, before, next,
				List.of(new BackgroundTaskEvent.Completed(next, next.eventSequence(), NOW)));
	}

	/**
	 * A move of the task.
	 * @param entry the task
	 * @param session to this session
	 * @return the change, with its event
	 */
	public static TaskChange.Replace move(TaskEntry entry, String session) {
		BackgroundTaskRecord before = entry.record();
		BackgroundTaskRecord next = next(before).sessionId(session).build();
		return new TaskChange.Replace(entry, before, next,
				List.of(new BackgroundTaskEvent.Transferred(next, next.eventSequence(), NOW, before.sessionId())));
	}

	/**
	 * A removal of the record.
	 * @param entry the task
	 * @return the change, with its event
	 */
	public static TaskChange.Remove removal(TaskEntry entry) {
		BackgroundTaskRecord last = entry.record();
		return new TaskChange.Remove(entry, last, last,
				List.of(new BackgroundTaskEvent.Removed(last, last.eventSequence() + 1, NOW)));
	}

}
