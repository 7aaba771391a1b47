package io.github.taskhost.store;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.store.TaskChange.Replace;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * One task on its way to another session.
 */
final class Move {

	private final Replace change;

	private IdIndex.@Nullable Taking taking;

	private @Nullable TaskEntry replaced;

	Move(TaskChange change) {
		if (!(change instanceof Replace replace) || replace.next().sessionId().equals(replace.expected().sessionId())) {
			throw new IllegalArgumentException("Several changes at once must all be moves: " + change);
		}
		this.change = replace;
	}

	TaskEntry entry() {
		return this.change.entry();
	}

	BackgroundTaskRecord expected() {
		return this.change.expected();
	}

	BackgroundTaskRecord next() {
		return this.change.next();
	}

	List<BackgroundTaskEvent> events() {
		return this.change.events();
	}

	/** The ended namesake that gives way, if there is one. */
	@Nullable TaskEntry replaced() {
		return this.replaced;
	}

	/** How the place under (session, id) was taken. */
	IdIndex.@Nullable Taking taking() {
		return this.taking;
	}

	void took(IdIndex.Taking place, @Nullable TaskEntry namesake) {
		this.taking = place;
		this.replaced = namesake;
	}

}
