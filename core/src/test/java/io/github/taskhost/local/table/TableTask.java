package io.github.taskhost.local.table;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/** An entry without work. */
final class TableTask extends TableEntry<TableTask> {

	private long adoptedPlace;

	/** The number of reads of the place of an adopted task. */
	long reads;

	/** The error of each access to the place of an adopted task, if any. */
	@Nullable Error error;

	TableTask(BackgroundTaskRecord record, List<BackgroundTaskEvent> events) {
		super(record, events);
	}

	@Override
	protected TableTask self() {
		return this;
	}

	@Override
	protected void adoptedPlace(long place) {
		failIfWanted();
		this.adoptedPlace = place;
	}

	private void failIfWanted() {
		if (this.error != null) {
			throw this.error;
		}
	}

	@Override
	protected long adoptedPlace() {
		failIfWanted();
		this.reads++;
		return this.adoptedPlace;
	}

}
