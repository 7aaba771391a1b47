package io.github.taskhost.local.journal;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task of another process that ends between the decision and the commit of a change.
 */
class ChangedElsewhereTests {

	@Test
	void aCancellationThatAnEndElsewhereOvertakesFindsTheEnd() {
		AtomicReference<@Nullable Runnable> before = new AtomicReference<>();
		MemoryJournal first = new MemoryJournal();
		TaskJournal second = new OvertakenJournal(first, before);
		try (LocalBackgroundTaskHost owner = LocalBackgroundTaskHost.builder().journal(first).build();
				LocalBackgroundTaskHost other = LocalBackgroundTaskHost.builder().journal(second).build()) {
			BackgroundTaskRecord task = owner.register("s1", BackgroundTaskRegistration.ofKind("shell").build());
			before.set(() -> owner.complete(task.id(), BackgroundTaskCompletion.completed("done")));
			assertThat(other.requestCancel(task.id(), null).state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(other.find(task.uid()).orElseThrow().state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(other.statistics().live()).isZero();
		}
	}

	/** Runs an action once before a commit. */
	private static final class OvertakenJournal extends MemoryJournal {

		private final AtomicReference<@Nullable Runnable> before;

		private OvertakenJournal(MemoryJournal target, AtomicReference<@Nullable Runnable> before) {
			super(target);
			this.before = before;
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			Runnable action = this.before.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return super.commit(changes, patience);
		}

	}

}
