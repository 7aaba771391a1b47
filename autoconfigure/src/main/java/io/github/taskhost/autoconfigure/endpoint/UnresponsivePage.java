package io.github.taskhost.autoconfigure.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Page of the tasks whose thread outlived their end, and of those whose owner could not
 * be told to end the work. The cursor is a uid, and uids grow with time, so tasks that
 * come or go between two pages do not shift the others.
 */
final class UnresponsivePage {

	private UnresponsivePage() {
	}

	static BackgroundTaskPage of(List<BackgroundTaskRecord> unresponsive, TaskQuery query) {
		String after = placeOf(query.after());
		List<BackgroundTaskRecord> rest = unresponsive.stream()
			.filter((task) -> query.filter().matches(task) && task.uid().toString().compareTo(after) > 0)
			.sorted(Comparator.comparing((task) -> task.uid().toString()))
			.toList();
		if (rest.size() <= query.limit()) {
			return new BackgroundTaskPage(rest, null);
		}
		List<BackgroundTaskRecord> page = rest.subList(0, query.limit());
		return new BackgroundTaskPage(page, page.get(page.size() - 1).uid().toString());
	}

	private static String placeOf(@Nullable String cursor) {
		try {
			return (cursor != null) ? UUID.fromString(cursor).toString() : "";
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException(
					"The cursor is not valid: use the next one of a page, or none for the first page.");
		}
	}

}
