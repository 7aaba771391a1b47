package io.github.taskhost.jdbc;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;

/**
 * A host that takes no tasks.
 *
 * @param whenFenced runs when the host is fenced
 * @param oldestEnd the time up to which ends are too old
 * @param mostEnded the largest number of ended tasks
 */
record QuietHost(Runnable whenFenced, Instant oldestEnd, int mostEnded) implements JournaledHost {

	QuietHost(Runnable whenFenced) {
		this(whenFenced, Instant.EPOCH, Integer.MAX_VALUE);
	}

	static QuietHost retaining(Instant oldestEnd, int mostEnded) {
		return new QuietHost(() -> {
		}, oldestEnd, mostEnded);
	}

	@Override
	public boolean changed(UUID uid, @Nullable StoredTask task, StoredDetails details, List<TaskNotice> notices) {
		return false;
	}

	@Override
	public boolean has(UUID uid) {
		return false;
	}

	@Override
	public JournalChange.@Nullable Changed lost(StoredTask task) {
		return null;
	}

	@Override
	public @Nullable String obstacle(StoredTask task) {
		return "It takes no tasks.";
	}

	@Override
	public void end(StoredTask task, StoredDetails details, String reason) {
	}

	@Override
	public void take(StoredTask task, StoredDetails details) {
	}

	@Override
	public void publish(List<BackgroundTaskEvent> events) {
	}

	@Override
	public void fenced() {
		this.whenFenced.run();
	}

}
