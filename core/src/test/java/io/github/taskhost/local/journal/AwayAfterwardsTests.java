package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests whose change was stored just before the store goes away. Their callers are not
 * refused, and the effects of the change happen when the store is back.
 */
class AwayAfterwardsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final MemoryJournal ownersJournal = new MemoryJournal();

	private final Away journal = new Away(this.ownersJournal);

	private final ManualTimer timer = new ManualTimer(new SettableClock());

	private final CountDownLatch spawned = new CountDownLatch(1);

	private LocalBackgroundTaskHost owner;

	private LocalBackgroundTaskHost host;

	@BeforeEach
	void start() {
		this.owner = LocalBackgroundTaskHost.builder().journal(this.ownersJournal).build();
		this.host = LocalBackgroundTaskHost.builder().journal(this.journal).timer(this.timer).build();
		this.owner.recover();
		this.host.recover();
	}

	@AfterEach
	void stop() {
		this.host.close();
		this.owner.close();
	}

	private static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	private BackgroundTaskHandle<@Nullable String> family(LocalBackgroundTaskHost parents) throws Exception {
		BackgroundTaskHandle<@Nullable String> parent = parents.spawnManaged("s1", named("t1"), (context) -> {
			context.spawnChild(named("c1"), (inner) -> {
				inner.sleep(Duration.ofDays(1));
				return null;
			});
			this.spawned.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		assertThat(this.spawned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		return parent;
	}

	@Test
	void descendantsOfOtherHostsAreReachedWhenTheStoreIsBack() throws Exception {
		family(this.owner);
		this.journal.refusesReads.set(2);
		assertThat(this.host.requestCancel("t1", "enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.timer.advance(PAUSE);
		this.timer.awaitScheduled(PAUSE);
		this.timer.advance(PAUSE);
		UUID child = this.owner.get("c1").orElseThrow().uid();
		assertThat(this.journal.cancelled.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(child);
	}

	@Test
	void cancelOfOwnTaskIsNotRefusedWhenOnlyItsDescendantsCannotBeRead() throws Exception {
		BackgroundTaskHandle<?> parent = family(this.host);
		this.journal.refusesReads.set(1);
		assertThat(this.host.requestCancel("t1", "enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.host.task("s1", "c1").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	/** A journal that cannot read children for some times, after a change was stored. */
	private static final class Away extends MemoryJournal {

		private final AtomicInteger refusesReads = new AtomicInteger();

		/** The child whose cancellation was stored. */
		private final CompletableFuture<UUID> cancelled = new CompletableFuture<>();

		private volatile boolean stored;

		Away(MemoryJournal beside) {
			super(beside);
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			JournalResult result = super.commit(changes, patience);
			this.stored = true;
			changes.stream()
				.filter((change) -> change.record().parentUid() != null
						&& change.record().state() == BackgroundTaskState.CANCEL_REQUESTED)
				.forEach((change) -> this.cancelled.complete(change.uid()));
			return result;
		}

		@Override
		public List<StoredTask> children(UUID parentUid, int limit) {
			if (this.stored && this.refusesReads.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				throw new JournalUnavailableException("The store is away.", null);
			}
			return super.children(parentUid, limit);
		}

	}

}
