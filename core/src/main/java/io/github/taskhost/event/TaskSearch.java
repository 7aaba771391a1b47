package io.github.taskhost.event;

import java.time.Instant;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * The criteria of a {@link BackgroundTaskFilter} for finding single tasks among many. A
 * record matches if it meets all of them. Immutable.
 *
 * @param text the text that the id, the display name or the kind of a task contains, in
 * upper or lower case, from 1 to 128 characters; {@code null} for every task
 * @param workerId the host instance of the current or last attempt, or {@code null} for
 * every task
 * @param failureKind the kind of the failure of an ended task, or {@code null} for every
 * task
 * @param parentUid the uid of the parent, or {@code null} for every task
 * @param createdAfter the time after which a task was registered, or {@code null} for no
 * bound
 * @param createdBefore the time before which a task was registered, or {@code null} for
 * no bound
 */
public record TaskSearch(@Nullable String text, @Nullable String workerId, @Nullable FailureKind failureKind,
		@Nullable UUID parentUid, @Nullable Instant createdAfter, @Nullable Instant createdBefore) {

	/** The criteria that every task meets. */
	public static final TaskSearch NONE = new TaskSearch(null, null, null, null, null, null);

	/**
	 * Validates the text and the id of the worker.
	 * @throws InvalidTaskArgumentException if the text is blank or too long, or the id is
	 * not valid
	 */
	public TaskSearch {
		if (text != null) {
			Names.textToFind(text);
		}
		if (workerId != null) {
			Names.id("worker id", workerId);
		}
	}

	/**
	 * Returns whether a record meets all criteria.
	 * @param record the record
	 * @return {@code true} if it matches
	 */
	public boolean matches(BackgroundTaskRecord record) {
		return (this.workerId == null || this.workerId.equals(record.workerId())) && matchesFailure(record)
				&& (this.parentUid == null || this.parentUid.equals(record.parentUid())) && matchesAge(record)
				&& (this.text == null || matchesText(this.text, record));
	}

	private boolean matchesFailure(BackgroundTaskRecord record) {
		return this.failureKind == null || record.failure() != null && record.failure().kind() == this.failureKind;
	}

	private boolean matchesAge(BackgroundTaskRecord record) {
		return (this.createdAfter == null || record.createdAt().isAfter(this.createdAfter))
				&& (this.createdBefore == null || record.createdAt().isBefore(this.createdBefore));
	}

	private static boolean matchesText(String text, BackgroundTaskRecord record) {
		String name = record.registration().displayName();
		return Texts.contains(record.kind(), text) || name != null && Texts.contains(name, text)
				|| Texts.contains(record.id(), text);
	}

}
