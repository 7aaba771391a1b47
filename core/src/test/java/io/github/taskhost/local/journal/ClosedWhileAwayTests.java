package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Closes of a session while the store is away: an outage decides nothing.
 */
class ClosedWhileAwayTests {

	private final Away journal = new Away();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.addHandler(new Idle("later"))
		.build();

	@BeforeEach
	void recover() {
		this.host.recover();
	}

	@AfterEach
	void close() {
		this.host.close();
	}

	private UUID submit(ClosePolicy policy) {
		return this.host.submit("s1",
				TaskRequest.of(BackgroundTaskRegistration.ofKind("later")
					.id("t1")
					.closePolicy(policy)
					.startAfter(Duration.ofHours(1))
					.build()))
			.uid();
	}

	@ParameterizedTest
	@EnumSource(names = { "TRANSFER", "CANCEL" })
	void closeThatCannotBeStoredIsRefusedAndCanBeRepeated(ClosePolicy policy) {
		UUID uid = submit(policy);
		BackgroundTaskRecord before = this.host.get("t1").orElseThrow();
		this.journal.refusals.set(1);
		assertThatExceptionOfType(JournalUnavailableException.class)
			.isThrownBy(() -> this.host.closeSession("s1", "s2"));
		assertThat(this.host.get("t1").orElseThrow()).isEqualTo(before);
		SessionCloseReport report = this.host.closeSession("s1", "s2");
		assertThat((policy == ClosePolicy.TRANSFER) ? report.transferred() : report.cancelled()).containsExactly("t1");
		BackgroundTaskRecord stored = Objects.requireNonNull(this.journal.find(uid)).record();
		assertThat(stored.sessionId()).isEqualTo((policy == ClosePolicy.TRANSFER) ? "s2" : "s1");
		assertThat(stored.state())
			.isEqualTo((policy == ClosePolicy.TRANSFER) ? BackgroundTaskState.PENDING : BackgroundTaskState.CANCELLED);
	}

	@Test
	void closeThatAppliesNoChangeSucceeds() {
		submit(ClosePolicy.KEEP);
		this.journal.refusals.set(1);
		assertThat(this.host.closeSession("s1", "s2").kept()).containsExactly("t1");
		this.journal.refusals.set(0);
	}

	@Test
	void secondCloseLearnsThatTheStoreIsAway() throws Exception {
		submit(ClosePolicy.TRANSFER);
		CompletableFuture<?> asked = this.journal.hold();
		FutureTask<SessionCloseReport> first = closing();
		asked.join();
		FutureTask<SessionCloseReport> second = new FutureTask<>(() -> this.host.closeSession("s1", "s2"));
		Thread thread = Thread.ofPlatform().start(second);
		while (thread.getState() != Thread.State.WAITING && !second.isDone()) {
			Thread.onSpinWait();
		}
		this.journal.refusals.set(1);
		this.journal.held.countDown();
		assertThat(first).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.withCauseInstanceOf(JournalUnavailableException.class);
		assertThat(second).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.withCauseInstanceOf(JournalUnavailableException.class);
	}

	private FutureTask<SessionCloseReport> closing() {
		FutureTask<SessionCloseReport> closing = new FutureTask<>(() -> this.host.closeSession("s1", "s2"));
		Thread.ofPlatform().start(closing);
		return closing;
	}

	/** A journal that is away for some commits. */
	private static final class Away extends MemoryJournal {

		private final CompletableFuture<Void> asked = new CompletableFuture<>();

		private final AtomicInteger refusals = new AtomicInteger();

		private volatile CountDownLatch held = new CountDownLatch(0);

		/** Holds the next commits until the latch opens. */
		CompletableFuture<?> hold() {
			this.held = new CountDownLatch(1);
			return this.asked;
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			if (this.held.getCount() > 0) {
				this.asked.complete(null);
				try {
					this.held.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			if (this.refusals.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				throw new JournalUnavailableException("The store is away.", null);
			}
			return super.commit(changes, patience);
		}

	}

}
