package io.github.taskhost.local.journal;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Histories of stored tasks whose steps the journal does not show. */
class HistoryReadTests {

	private final Hiding journal = new Hiding();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().journal(this.journal).build();

	@BeforeEach
	void recover() {
		this.host.recover();
	}

	@AfterEach
	void close() {
		this.host.close();
	}

	@Test
	void recordTellsTheHistoryBeforeTheTransactionOfTheTaskCommits() {
		BackgroundTaskRecord task = this.host.registerExternal("s1",
				BackgroundTaskRegistration.ofKind("remote").id("t1").build(), null);
		assertThat(this.host.history(task.uid())).contains(
				new TaskHistory(List.of(new Entry(task.createdAt(), BackgroundTaskState.RUNNING, 1, "s1")), false));
	}

	@Test
	void taskThatIsRemovedDuringTheReadHasNoHistory() {
		try (LocalBackgroundTaskHost other = LocalBackgroundTaskHost.builder()
			.journal(new Hiding(this.journal))
			.build()) {
			other.recover();
			UUID uid = this.host
				.registerExternal("s1", BackgroundTaskRegistration.ofKind("remote").id("t1").build(), null)
				.uid();
			assertThat(other.find(uid)).isPresent();
			assertThat(other.history(uid)).isEmpty();
		}
	}

	/** A journal that has no steps of any task, as that of an open transaction. */
	private static final class Hiding extends MemoryJournal {

		Hiding() {
		}

		Hiding(MemoryJournal beside) {
			super(beside);
		}

		@Override
		public TaskHistory history(UUID uid) {
			return super.history(UUID.randomUUID());
		}

	}

}
