package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;

/** An entry without work. */
final class StoredTask extends TableEntry<StoredTask> {

	private long adoptedPlace;

	StoredTask(BackgroundTaskRecord record, List<BackgroundTaskEvent> events) {
		super(record, events);
	}

	@Override
	protected StoredTask self() {
		return this;
	}

	@Override
	protected void adoptedPlace(long place) {
		this.adoptedPlace = place;
	}

	@Override
	protected long adoptedPlace() {
		return this.adoptedPlace;
	}

}
