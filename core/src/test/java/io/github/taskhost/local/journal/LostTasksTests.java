package io.github.taskhost.local.journal;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tasks that the store does not assign to their host any more, at the same revision: an
 * operator has taken the worker away, or a release that failed was carried out.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostTasksTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Semaphore started = new Semaphore(0);

	private final Semaphore interrupted = new Semaphore(0);

	private final Semaphore gate = new Semaphore(0);

	private final AtomicInteger starts = new AtomicInteger();

	private final OneBody journal = new OneBody();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.codec(new GreetingCodec())
		.addHandler(new Held())
		.build();

	private BackgroundTaskHandle<@Nullable Object> task;

	@BeforeEach
	void begin() throws Exception {
		this.host.recover();
		this.task = submit("t1");
		acquire(this.started);
	}

	@AfterEach
	void close() {
		this.gate.release(10);
		this.host.close();
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String id) {
		return this.host.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind("held").id(id).build()));
	}

	private static void acquire(Semaphore signal) throws InterruptedException {
		assertThat(signal.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	private BackgroundTaskRecord stored(UUID uid) {
		return Objects.requireNonNull(this.journal.find(uid)).record();
	}

	/** Claims a task as a journal does, and gives it to the host. */
	private void claim(UUID uid) {
		assertThat(this.journal.claim(uid)).isTrue();
		this.journal.host().take(Objects.requireNonNull(this.journal.find(uid)), this.journal.details(uid));
	}

	@Test
	void cancellationIsStoredForTheNextWorkerAndTheBodyIsInterrupted() throws Exception {
		this.journal.release(this.task.uid());
		assertThat(this.task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stored(this.task.uid()).cancelReason()).isEqualTo("enough");
		acquire(this.interrupted);
		assertThat(this.host.statistics().live()).isZero();
		claim(this.task.uid());
		assertThat(this.task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void endOfTheBodyIsRefusedAndTheNextAttemptRuns() throws Exception {
		this.journal.release(this.task.uid());
		CompletableFuture<BackgroundTaskRecord> end = this.task.completion().toCompletableFuture();
		this.gate.release();
		while (this.host.statistics().live() > 0) {
			Thread.onSpinWait();
		}
		assertThat(stored(this.task.uid()).state()).isEqualTo(BackgroundTaskState.RUNNING);
		claim(this.task.uid());
		acquire(this.started);
		this.gate.release();
		assertThat(end.get(30, TimeUnit.SECONDS).attempt()).isEqualTo(2);
		assertThat(this.task.record().state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.starts).hasValue(2);
	}

	@Test
	void keptValueIsRefusedAndTheBodyIsInterrupted() throws Exception {
		this.journal.release(this.task.uid());
		BackgroundTaskContext context = Held.last;
		assertThatExceptionOfType(StaleAttemptException.class)
			.isThrownBy(() -> Objects.requireNonNull(context).checkpoint(new Greeting("so far")));
		acquire(this.interrupted);
		assertThat(this.journal.details(this.task.uid()).kept()).isEmpty();
	}

	@Test
	void transferMovesTheStoredTask() throws Exception {
		this.journal.release(this.task.uid());
		assertThat(this.host.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(stored(this.task.uid()).sessionId()).isEqualTo("s2");
		acquire(this.interrupted);
	}

	@Test
	void startOfATaskWhoseReleaseWasCarriedOutIsLeftToItsNextWorker() throws Exception {
		BackgroundTaskHandle<?> waiting = submit("t2");
		this.journal.failsAfterRelease = true;
		this.journal.host().passOn();
		this.journal.failsAfterRelease = false;
		assertThat(this.journal.isFree(waiting.uid())).isTrue();
		this.gate.release();
		this.task.await(PATIENCE);
		while (this.host.statistics().live() > 0) {
			Thread.onSpinWait();
		}
		claim(waiting.uid());
		acquire(this.started);
		this.gate.release();
		assertThat(waiting.await(PATIENCE).attempt()).isEqualTo(1);
		assertThat(this.starts).hasValue(2);
	}

	@Test
	void claimEndsTheFormerAttempt() throws Exception {
		this.journal.release(this.task.uid());
		claim(this.task.uid());
		acquire(this.interrupted);
		acquire(this.started);
		this.gate.release();
		assertThat(this.task.await(PATIENCE).attempt()).isEqualTo(2);
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void externalWorkIsCompletedWhereItIsStored() {
		UUID uid = this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("k").id("e1").build(), null)
			.uid();
		TaskReporter reporter = this.host.reporter("s1", "e1");
		reporter.status("half");
		this.journal.release(uid);
		this.host.complete("e1", BackgroundTaskCompletion.completed("done"));
		assertThat(stored(uid).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	/** A kind whose bodies wait for the test. */
	private final class Held implements BackgroundTaskHandler<@Nullable JsonPayload> {

		private static volatile @Nullable BackgroundTaskContext last;

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
			LostTasksTests.this.starts.incrementAndGet();
			last = context;
			LostTasksTests.this.started.release();
			try {
				LostTasksTests.this.gate.acquire();
			}
			catch (InterruptedException ex) {
				LostTasksTests.this.interrupted.release();
				throw ex;
			}
			return null;
		}

	}

	/** A journal of a host that has room for one body. */
	private static final class OneBody extends MemoryJournal {

		private volatile @Nullable JournaledHost attached;

		private volatile boolean failsAfterRelease;

		JournaledHost host() {
			return Objects.requireNonNull(this.attached);
		}

		@Override
		public int maxRunning() {
			return 1;
		}

		@Override
		public boolean hasPeers() {
			return this.failsAfterRelease;
		}

		@Override
		public void start(JournaledHost started) {
			this.attached = started;
			super.start(started);
		}

		@Override
		public void release(UUID uid) {
			super.release(uid);
			if (this.failsAfterRelease) {
				throw new JournalUnavailableException("The answer was lost.", null);
			}
		}

	}

}
