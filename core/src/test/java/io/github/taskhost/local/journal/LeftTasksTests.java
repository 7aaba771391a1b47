package io.github.taskhost.local.journal;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.FreeTask;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tasks that a host leaves to others, since it runs as many bodies as it may.
 */
class LeftTasksTests {

	private final Semaphore gate = new Semaphore(0);

	private final Semaphore started = new Semaphore(0);

	private final AtomicInteger starts = new AtomicInteger();

	private final Shared journal = new Shared();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.codec(new GreetingCodec())
		.addHandler(new Held())
		.build();

	private BackgroundTaskHandle<@Nullable Object> first;

	@BeforeEach
	void fill() throws Exception {
		this.host.recover();
		this.first = submit("first");
		assertThat(this.started.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
	}

	@AfterEach
	void close() {
		this.gate.release(100);
		this.host.close();
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String id) {
		return this.host.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind("held").id(id).build()));
	}

	private JournaledHost journaled() {
		return Objects.requireNonNull(this.journal.host);
	}

	@Test
	void aTaskPastTheLimitIsStoredWithoutAWorker() {
		BackgroundTaskHandle<@Nullable Object> left = submit("left");
		assertThat(this.journal.isFree(left.uid())).isTrue();
		assertThat(this.journal.isFree(this.first.uid())).isFalse();
		assertThat(this.host.statistics().live()).isOne();
		assertThat(left.record().state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	@Test
	void aTaskThatThisHostClaimsWhileItLeavesRunsOnce() throws Exception {
		this.journal.claims = true;
		BackgroundTaskHandle<@Nullable Object> left = submit("left");
		this.journal.claimed.get(1, TimeUnit.MINUTES);
		this.gate.release();
		assertThat(left.await(Duration.ofMinutes(1)).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.starts).hasValue(2);
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void aTaskIsCancelledAfterItWasLeft() {
		BackgroundTaskHandle<@Nullable Object> left = submit("left");
		assertThat(left.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(left.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void tasksThatWaitHereAreGivenBackNewestFirst() throws Exception {
		this.journal.peers = false;
		BackgroundTaskHandle<@Nullable Object> waiting = submit("waiting");
		assertThat(this.journal.isFree(waiting.uid())).isFalse();
		assertThat(journaled().passOn()).isZero();
		this.journal.peers = true;
		assertThat(journaled().passOn()).isOne();
		assertThat(this.journal.isFree(waiting.uid())).isTrue();
		assertThat(this.host.statistics().live()).isOne();
	}

	@Test
	void tasksThatStaySinceTheStoreIsAwayAreNotCounted() throws Exception {
		this.journal.peers = false;
		BackgroundTaskHandle<@Nullable Object> waiting = submit("waiting");
		this.journal.peers = true;
		this.journal.away = true;
		assertThat(journaled().passOn()).isZero();
		assertThat(this.journal.isFree(waiting.uid())).isFalse();
		this.journal.away = false;
		assertThat(journaled().passOn()).isOne();
	}

	@Test
	void aTaskWhoseEndIsAwaitedMayLeave() throws Exception {
		this.journal.peers = false;
		BackgroundTaskHandle<@Nullable Object> waiting = submit("waiting");
		CompletableFuture<BackgroundTaskState> end = waiting.completion()
			.thenApply((record) -> record.state())
			.toCompletableFuture();
		this.journal.peers = true;
		journaled().passOn();
		this.gate.release(2);
		this.journal.freed.acquire();
		assertThat(this.journal.claim(waiting.uid())).isTrue();
		journaled().take(Objects.requireNonNull(this.journal.find(waiting.uid())), this.journal.details(waiting.uid()));
		assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void thereIsRoomForAsManyTasksAsSlotsAreFree() throws Exception {
		List<FreeTask> free = List.of(new FreeTask(new UUID(0, 1), "held"), new FreeTask(new UUID(0, 2), "held"),
				new FreeTask(new UUID(0, 3), "other"));
		assertThat(journaled().choose(free)).containsExactly(free.get(2));
		this.gate.release();
		this.first.await(Duration.ofMinutes(1));
		this.journal.freed.acquire();
		assertThat(journaled().choose(free)).containsExactly(free.get(0), free.get(2));
		this.host.drain();
		assertThat(journaled().choose(free)).containsExactly(free.get(2));
	}

	@Test
	void theEndOfATaskThatWaitsHereFreesRoom() throws Exception {
		this.journal.peers = false;
		BackgroundTaskHandle<@Nullable Object> waiting = submit("waiting");
		this.journal.freed.drainPermits();
		waiting.cancel("enough");
		assertThat(this.journal.freed.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
	}

	private final class Shared extends MemoryJournal {

		private final CompletableFuture<Boolean> claimed = new CompletableFuture<>();

		private final Semaphore freed = new Semaphore(0);

		private volatile boolean peers = true;

		private volatile boolean claims;

		private volatile boolean away;

		private volatile @Nullable JournaledHost host;

		@Override
		public boolean hasPeers() {
			return this.peers;
		}

		@Override
		public int maxRunning() {
			return 1;
		}

		@Override
		public void release(UUID uid) {
			if (this.away) {
				throw new JournalUnavailableException("away", null);
			}
			super.release(uid);
		}

		@Override
		public void roomFreed() {
			this.freed.release();
		}

		@Override
		public void start(JournaledHost started) {
			this.host = started;
			super.start(started);
		}

		/** Claims a task that was left before its host has taken it out of its table. */
		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			JournalResult result = super.commit(changes, patience);
			if (this.claims && changes.getFirst() instanceof JournalChange.Accepted accepted && accepted.left()) {
				this.freed.drainPermits();
				LeftTasksTests.this.gate.release();
				this.freed.acquireUninterruptibly();
				Thread.ofVirtual().start(() -> {
					claim(accepted.uid());
					Objects.requireNonNull(this.host)
						.take(Objects.requireNonNull(find(accepted.uid())), details(accepted.uid()));
					this.claimed.complete(true);
				});
			}
			return result;
		}

	}

	private final class Held implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "held";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			LeftTasksTests.this.starts.incrementAndGet();
			LeftTasksTests.this.started.release();
			LeftTasksTests.this.gate.acquire();
			return null;
		}

	}

}
