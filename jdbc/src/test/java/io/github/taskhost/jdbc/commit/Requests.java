package io.github.taskhost.jdbc.commit;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.jdbc.Records;
import io.github.taskhost.jdbc.row.RecordCodec;
import io.github.taskhost.jdbc.row.WriteFactory;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Requests for tests. Their caller is the current thread.
 */
final class Requests {

	private static final UUID NODE = UUID.randomUUID();

	private static final WriteFactory WRITES = new WriteFactory(new RecordCodec());

	private Requests() {
	}

	static CommitRequest accept(BackgroundTaskRecord task) {
		return of(Records.accept(task));
	}

	static CommitRequest end(BackgroundTaskRecord task) {
		return of(Records.change(task, Records.ended(task, BackgroundTaskState.COMPLETED), 2));
	}

	static CommitRequest change(BackgroundTaskRecord task) {
		return of(Records.change(task, Records.next(task, (builder) -> builder.status("next")), 2));
	}

	private static CommitRequest of(JournalChange change) {
		return new CommitRequest(NODE, List.of(WRITES.write(change, NODE, null)), null,
				new StopBound(Duration.ofMinutes(1)));
	}

}
