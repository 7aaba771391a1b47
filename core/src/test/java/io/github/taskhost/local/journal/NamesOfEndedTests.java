package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of a task whose end is stored, so that other hosts see it, and not yet in the
 * table of its host.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamesOfEndedTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

	private final HeldEnds journal = new HeldEnds();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().journal(this.journal).build();

	private BackgroundTaskHandle<?> ended;

	@BeforeEach
	void storeAnEnd() throws Exception {
		this.host.recover();
		this.ended = this.host.spawnManaged("s1", registration(), (context) -> null);
		assertThat(this.journal.stored.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.ended.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@AfterEach
	void close() {
		this.journal.answer.countDown();
		this.host.close();
	}

	private static BackgroundTaskRegistration registration() {
		return BackgroundTaskRegistration.ofKind("k")
			.id("t1")
			.idempotencyKey("k1", IdempotencyPolicy.WHILE_LIVE)
			.build();
	}

	/** Runs a call that waits for the answer of the journal. */
	private <T> T waiting(Call<T> call) throws Exception {
		CompletableFuture<T> result = new CompletableFuture<>();
		Thread caller = Thread.ofPlatform().start(() -> {
			try {
				result.complete(call.run());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
		});
		while (!WAITING.contains(caller.getState()) && !result.isDone()) {
			Thread.onSpinWait();
		}
		this.journal.answer.countDown();
		return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void newTaskTakesTheId() throws Exception {
		BackgroundTaskRegistration next = BackgroundTaskRegistration.ofKind("k").id("t1").build();
		BackgroundTaskHandle<?> task = waiting(() -> this.host.spawnManaged("s1", next, (context) -> null));
		assertThat(task.uid()).isNotEqualTo(this.ended.uid());
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void newTaskTakesTheKey() throws Exception {
		BackgroundTaskRegistration next = registration().toBuilder().id("t2").build();
		BackgroundTaskHandle<?> task = waiting(() -> this.host.spawnManaged("s1", next, (context) -> null));
		assertThat(task.uid()).isNotEqualTo(this.ended.uid());
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void taskMovesToItsPlace() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		BackgroundTaskRegistration namesake = registration();
		this.host.spawnManaged("s2", namesake, (context) -> {
			release.await();
			return null;
		});
		waiting(() -> {
			this.host.transferManaged("s2", "s1", List.of("t1"));
			return true;
		});
		BackgroundTaskRecord moved = this.host.task("s1", "t1").record();
		assertThat(moved.state()).isEqualTo(BackgroundTaskState.RUNNING);
		release.countDown();
	}

	/** A call that returns a value. */
	private interface Call<T> {

		T run() throws Exception;

	}

	/** A journal that stores the first end, and answers later. */
	private static final class HeldEnds extends MemoryJournal {

		private final CountDownLatch stored = new CountDownLatch(1);

		private final CountDownLatch answer = new CountDownLatch(1);

		private volatile @Nullable Thread first;

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			JournalResult result = super.commit(changes, patience);
			if (changes.getFirst().record().state().isTerminal() && this.first == null) {
				this.first = Thread.currentThread();
				this.stored.countDown();
				try {
					this.answer.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			return result;
		}

	}

}
