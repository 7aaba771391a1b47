package io.github.taskhost.jdbc.row;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * The values of a record that have columns, from which a placeholder is made if the text
 * of the record cannot be read.
 *
 * @param sessionId the session
 * @param taskId the id, or {@code null} if it was generated
 * @param kind the kind
 * @param parentUid the uid of the parent, or {@code null}
 * @param key the idempotency key that the task holds, or {@code null}
 * @param createdAt the time of the acceptance
 * @param endedAt the time of the end, or {@code null}
 * @param state the name of the state
 * @param attempt the attempt; 1 for an ended task, whose attempt is not known
 */
record PlainColumns(String sessionId, @Nullable String taskId, String kind, @Nullable UUID parentUid,
		@Nullable String key, Instant createdAt, @Nullable Instant endedAt, String state, int attempt) {

	private static final String STATUS = "The stored record cannot be read";

	static PlainColumns of(ResultSet row) throws SQLException {
		return new PlainColumns(row.getString("session_id"), row.getString("task_id"), row.getString("kind"),
				row.getObject("parent_uid", UUID.class), row.getString("idem_key"),
				Objects.requireNonNull(StoredRow.time(row, "created_at")), StoredRow.time(row, "ended_at"),
				row.getString("state"), Math.max(1, row.getInt("attempt")));
	}

	/** Makes the placeholder for the record of a row. */
	static BackgroundTaskRecord placeholder(StoredRow row, UnreadableTaskException why) {
		PlainColumns columns = row.columns();
		Instant last = Objects.requireNonNullElse(columns.endedAt, columns.createdAt);
		return BackgroundTaskRecord
			.builder(row.uid(), columns.sessionId, columns.registration(row.text().input()), columns.createdAt)
			.parentUid(columns.parentUid)
			.state(BackgroundTaskState.valueOf(columns.state))
			.stateSince(last)
			.updatedAt(last)
			.finishedAt(columns.endedAt)
			.attempt(columns.attempt)
			.workerId((row.worker() != null) ? WorkerIds.of(row.worker()) : null)
			.version(row.revision())
			.eventSequence(row.revision())
			.status(STATUS)
			.failure(new TaskFailure(FailureKind.UNREADABLE, null, why.getMessage()))
			.build();
	}

	private BackgroundTaskRegistration registration(@Nullable String input) {
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind(this.kind);
		if (this.taskId != null) {
			builder.id(this.taskId);
		}
		if (this.key != null) {
			builder.idempotencyKey(this.key);
		}
		if (input != null) {
			builder.input(new JsonPayload(input));
		}
		return builder.build();
	}

}
