package io.github.taskhost.local.table;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Inserts tasks into a table and creates changes of them. Used by one test; thread-safe.
 */
public final class TableTasks {

	/** The time of all records. */
	public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final TaskTable<TableTask> table;

	/**
	 * Creates the tasks of a table.
	 * @param store the table
	 */
	public TableTasks(TaskTable<TableTask> table) {
		this.table = table;
	}

	/**
	 * Creates a registration with an id.
	 * @param id the id
	 * @return the registration
	 */
	public static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	/**
	 * Creates a registration without an id, which the host generates.
	 * @return the registration
	 */
	public static BackgroundTaskRegistration unnamed() {
		return BackgroundTaskRegistration.ofKind("other").build();
	}

	/**
	 * Creates a registration with an id and an idempotency key.
	 * @param id the id
	 * @param key the key
	 * @return the registration
	 */
	public static BackgroundTaskRegistration keyed(String id, String key) {
		return BackgroundTaskRegistration.ofKind("other").id(id).idempotencyKey(key).build();
	}

	/**
	 * Creates the entry of a pending task that is not in the table yet.
	 * @param session the session
	 * @param registration the registration
	 * @return a new entry with one event
	 */
	public TableTask entry(String session, BackgroundTaskRegistration registration) {
		return entry(session, registration, null);
	}

	private TableTask entry(String session, BackgroundTaskRegistration registration, @Nullable UUID parent) {
		BackgroundTaskRecord record = BackgroundTaskRecord.builder(this.table.newUid(NOW), session, registration, NOW)
			.parentUid(parent)
			.eventSequence(1)
			.build();
		return new TableTask(record, List.of(new BackgroundTaskEvent.Registered(record, 1, NOW)));
	}

	/**
	 * Inserts a pending task.
	 * @param session the session
	 * @param registration the registration
	 * @return the entry
	 */
	public TableTask insert(String session, BackgroundTaskRegistration registration) {
		return inserted(entry(session, registration));
	}

	/**
	 * Inserts a child.
	 * @param session the session
	 * @param parent the uid of the parent
	 * @return the entry
	 */
	public TableTask insertChild(String session, UUID parent) {
		return inserted(entry(session, unnamed(), parent));
	}

	private TableTask inserted(TableTask entry) {
		assertThat(this.table.commit(new TableChange.Insert<>(entry))).isEqualTo(CommitResult.committed());
		return entry;
	}

	/**
	 * Inserts a task and ends it.
	 * @param session the session
	 * @param registration the registration
	 * @return the entry
	 */
	public TableTask insertEnded(String session, BackgroundTaskRegistration registration) {
		TableTask entry = insert(session, registration);
		assertThat(this.table.commit(end(entry))).isEqualTo(CommitResult.committed());
		return entry;
	}

	private static BackgroundTaskRecord.Builder next(BackgroundTaskRecord record) {
		return record.toBuilder().version(record.version() + 1).eventSequence(record.eventSequence() + 1);
	}

	/**
	 * Creates a change of the present record.
	 * @param entry the task
	 * @return the change, with one event that is not coalesced
	 */
	public static TableChange.Replace<TableTask> change(TableTask entry) {
		BackgroundTaskRecord before = entry.record();
		BackgroundTaskRecord next = next(before).build();
		return new TableChange.Replace<>(entry, before, next,
				List.of(new BackgroundTaskEvent.CancelRequested(next, next.eventSequence(), NOW)));
	}

	/**
	 * Creates the end of a task.
	 * @param entry the task
	 * @return the change, with its event
	 */
	public static TableChange.Replace<TableTask> end(TableTask entry) {
		BackgroundTaskRecord before = entry.record();
		BackgroundTaskRecord next = next(before).state(BackgroundTaskState.COMPLETED).finishedAt(NOW).build();
		return new TableChange.Replace<>(entry, before, next,
				List.of(new BackgroundTaskEvent.Completed(next, next.eventSequence(), NOW)));
	}

	/**
	 * Creates a move of a task.
	 * @param entry the task
	 * @param session the target session
	 * @return the change, with its event
	 */
	public static TableChange.Replace<TableTask> move(TableTask entry, String session) {
		BackgroundTaskRecord before = entry.record();
		BackgroundTaskRecord next = next(before).sessionId(session).build();
		return new TableChange.Replace<>(entry, before, next,
				List.of(new BackgroundTaskEvent.Transferred(next, next.eventSequence(), NOW, before.sessionId())));
	}

	/**
	 * Creates a removal of the record.
	 * @param entry the task
	 * @return the change, with its event
	 */
	public static TableChange.Remove<TableTask> removal(TableTask entry) {
		BackgroundTaskRecord last = entry.record();
		return new TableChange.Remove<>(entry, last, last,
				List.of(new BackgroundTaskEvent.Removed(last, last.eventSequence() + 1, NOW)));
	}

	static PageRequest oldestFirst(BackgroundTaskFilter filter, int limit, @Nullable String cursor) {
		return PageRequest.of(filter, TaskOrder.OLDEST_FIRST, limit, cursor);
	}

}
