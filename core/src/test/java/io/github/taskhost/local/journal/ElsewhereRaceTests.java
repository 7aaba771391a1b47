package io.github.taskhost.local.journal;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.test.contract.support.GreetingCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Changes of other hosts that meet changes of this one. */
class ElsewhereRaceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Semaphore gate = new Semaphore(0);

	private final Semaphore started = new Semaphore(0);

	private @Nullable LocalBackgroundTaskHost host;

	private @Nullable LocalBackgroundTaskHost other;

	@AfterEach
	void close() {
		this.gate.release(10);
		if (this.other != null) {
			this.other.close();
		}
		if (this.host != null) {
			this.host.close();
		}
	}

	private LocalBackgroundTaskHost start(MemoryJournal journal, NodeLossPolicy policy) {
		LocalBackgroundTaskHost built = LocalBackgroundTaskHost.builder()
			.journal(journal)
			.codec(new GreetingCodec())
			.addHandler(new Held(policy))
			.build();
		built.recover();
		return built;
	}

	private void awaitStart() throws InterruptedException {
		assertThat(this.started.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	private static TaskRequest held(String id) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind("held").id(id).build());
	}

	@Test
	void declineElsewhereAndAMessageHereWaitForNoLockOfEachOther() throws Exception {
		HookedJournal journal = new HookedJournal();
		this.host = start(journal, NodeLossPolicy.RESTART);
		this.other = start(new MemoryJournal(journal), NodeLossPolicy.RESTART);
		UUID uid = this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("k").id("t1").build(), null)
			.uid();
		TaskReporter reporter = this.host.reporter("s1", "t1");
		reporter.ask(InputRequest.of("k", "Go on?"));
		this.other.task("s1", "t1").decline("k", "no");
		Thread poster = new Thread(() -> reporter.post("news"), "poster");
		Thread taker = new Thread(
				() -> journal.host().changed(uid, journal.find(uid), journal.details(uid), new UnderTheLock(poster)),
				"taker");
		poster.setDaemon(true);
		taker.setDaemon(true);
		taker.start();
		assertThat(taker.join(PATIENCE)).isTrue();
		assertThat(poster.join(PATIENCE)).isTrue();
		assertThat(this.host.find(uid).orElseThrow().inputRequest()).isNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "RESTART", "FAIL" })
	void taskThatHasStartedIsNotPassedOn(NodeLossPolicy policy) throws Exception {
		HookedJournal journal = new HookedJournal();
		this.host = start(journal, policy);
		this.host.submit("s1", held("first"));
		awaitStart();
		BackgroundTaskHandle<?> waiting = this.host.submit("s1", held("waiting"));
		journal.atSecondLook(() -> {
			this.gate.release();
			awaitStart();
			return null;
		});
		journal.host().passOn();
		BackgroundTaskRecord record = Objects.requireNonNull(journal.find(waiting.uid())).record();
		assertThat(record.state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(record.attempt()).isEqualTo(1);
		this.gate.release();
		assertThat(waiting.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void transferThatMeetsAClaimOfTheSameHostIsSeenThere() throws Exception {
		HookedJournal journal = new HookedJournal();
		this.host = start(journal, NodeLossPolicy.RESTART);
		UUID uid = this.host
			.submit("s1",
					TaskRequest
						.of(BackgroundTaskRegistration.ofKind("held").id("t1").startAfter(Duration.ofHours(1)).build()))
			.uid();
		journal.host().fenced();
		journal.release(uid);
		journal.beforeCommit.set(() -> {
			assertThat(journal.claim(uid)).isTrue();
			Thread taker = Thread.ofPlatform()
				.start(() -> journal.host().take(Objects.requireNonNull(journal.find(uid)), journal.details(uid)));
			return taker.join(PATIENCE);
		});
		assertThat(this.host.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(this.host.find(uid).orElseThrow().sessionId()).isEqualTo("s2");
		assertThat(this.host.listManaged("s2")).extracting(BackgroundTaskRecord::uid).containsExactly(uid);
	}

	@Test
	void childThatCannotBeReadKeepsNoOtherFromItsCancellation() throws Exception {
		MemoryJournal ownersJournal = new MemoryJournal();
		AtomicReference<UUID> unreadable = new AtomicReference<>();
		this.host = start(ownersJournal, NodeLossPolicy.RESTART);
		this.other = start(new WithUnreadable(ownersJournal, unreadable), NodeLossPolicy.RESTART);
		AtomicReference<BackgroundTaskHandle<?>> second = new AtomicReference<>();
		CountDownLatch spawned = new CountDownLatch(1);
		this.host.spawnManaged("s1", BackgroundTaskRegistration.ofKind("k").id("p").build(), (context) -> {
			unreadable.set(child(context, "c1").uid());
			second.set(child(context, "c2"));
			spawned.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		assertThat(spawned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.other.requestCancel("p", "enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(Objects.requireNonNull(ownersJournal.find(second.get().uid())).record().state())
			.isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	private static BackgroundTaskHandle<?> child(BackgroundTaskContext context, String id) {
		return context.spawnChild(BackgroundTaskRegistration.ofKind("k").id(id).build(), (inner) -> {
			inner.sleep(Duration.ofDays(1));
			return null;
		});
	}

	/** A step of a test. */
	private interface Step {

		@Nullable Object run() throws InterruptedException;

	}

	private static void run(@Nullable Step step) {
		try {
			if (step != null) {
				step.run();
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Notices that are looked at while the taker holds the lock of the task. */
	private static final class UnderTheLock extends AbstractList<TaskNotice> {

		private final Thread poster;

		private boolean met;

		UnderTheLock(Thread poster) {
			this.poster = poster;
		}

		@Override
		public TaskNotice get(int index) {
			return TaskNotice.Signal.CHANGED;
		}

		@Override
		public int size() {
			return 1;
		}

		@Override
		public boolean contains(@Nullable Object notice) {
			if (!this.met) {
				this.met = true;
				this.poster.start();
				while (this.poster.getState() != Thread.State.WAITING) {
					Thread.onSpinWait();
				}
			}
			return super.contains(notice);
		}

	}

	/** A journal with room for one body, that lets a test act meanwhile. */
	private static final class HookedJournal extends MemoryJournal {

		private final AtomicReference<@Nullable Step> beforeCommit = new AtomicReference<>();

		private volatile @Nullable Step atSecondLook;

		private volatile @Nullable Thread looking;

		private volatile int looks;

		private volatile @Nullable JournaledHost attached;

		JournaledHost host() {
			return Objects.requireNonNull(this.attached);
		}

		/** Acts when the present thread asks for peers the second time. */
		void atSecondLook(Step step) {
			this.atSecondLook = step;
			this.looking = Thread.currentThread();
		}

		@Override
		public boolean hasPeers() {
			if (Thread.currentThread() == this.looking && ++this.looks == 2) {
				run(this.atSecondLook);
			}
			return this.looking != null;
		}

		@Override
		public int maxRunning() {
			return 1;
		}

		@Override
		public void start(JournaledHost started) {
			this.attached = started;
			super.start(started);
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			run(this.beforeCommit.getAndSet(null));
			return super.commit(changes, patience);
		}

	}

	/** A journal in which one of the children cannot be read. */
	private static final class WithUnreadable extends MemoryJournal {

		private final AtomicReference<UUID> unreadable;

		WithUnreadable(MemoryJournal beside, AtomicReference<UUID> unreadable) {
			super(beside);
			this.unreadable = unreadable;
		}

		@Override
		public List<StoredTask> children(UUID parentUid, int limit) {
			return super.children(parentUid, limit).stream()
				.map((task) -> task.record().uid().equals(this.unreadable.get())
						? new StoredTask(task.record(), task.revision(), task.recoveries(), false) : task)
				.toList();
		}

	}

	/** A kind whose bodies wait for the test. */
	private final class Held implements BackgroundTaskHandler<@Nullable JsonPayload> {

		private final NodeLossPolicy policy;

		Held(NodeLossPolicy policy) {
			this.policy = policy;
		}

		@Override
		public String kind() {
			return "held";
		}

		@Override
		public KindOptions options() {
			return KindOptions.NONE.withOnNodeLoss(this.policy);
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			ElsewhereRaceTests.this.started.release();
			ElsewhereRaceTests.this.gate.acquire();
			return null;
		}

	}

}
