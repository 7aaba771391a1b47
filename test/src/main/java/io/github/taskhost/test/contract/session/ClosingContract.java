package io.github.taskhost.test.contract.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Closing sessions. */
abstract class ClosingContract extends AbstractHostContract {

	private BackgroundTaskRegistration closing(String id, ClosePolicy policy) {
		return builder(id).closePolicy(policy).build();
	}

	@Test
	void closeAppliesThePolicyOfEachTaskAndReportsIt() throws Exception {
		this.host.spawnManaged("s1", closing("keep", ClosePolicy.KEEP), waiting());
		this.host.spawnManaged("s1", closing("cancel", ClosePolicy.CANCEL), cooperative());
		this.host.spawnManaged("s1", closing("move", ClosePolicy.TRANSFER), waiting());
		this.host.registerExternal("s1", named("ended"), null);
		this.host.markTerminal("s1", "ended", BackgroundTaskState.COMPLETED);
		SessionCloseReport report = this.host.closeSession("s1", "s2");
		assertThat(report.kept()).containsExactly("keep");
		assertThat(report.cancelled()).containsExactly("cancel");
		assertThat(report.transferred()).containsExactly("move");
		assertThat(report.interrupted()).isEmpty();
		assertThat(record("s1", "keep").state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(record("s1", "cancel").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record("s2", "move").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void taskThatDoesNotEndInTimeIsCancelledByForce() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.host.spawnManaged("s1", closing("t1", ClosePolicy.CANCEL), (context) -> {
			running.countDown();
			return stubborn(interrupted).run(context);
		});
		await(running);
		CompletableFuture<SessionCloseReport> close = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null));
		this.timer.awaitScheduled(options().cancel().gracePeriod(), 2);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.timer.advance(options().cancel().gracePeriod());
		assertThat(close.get().cancelled()).containsExactly("t1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		await(interrupted);
	}

	@Test
	void transferWithoutASuccessorUsesTheFallback() {
		this.host.registerExternal("s1",
				builder("t1").closePolicy(ClosePolicy.TRANSFER).cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), null);
		SessionCloseReport report = this.host.closeSession("s1", null);
		assertThat(report.cancelled()).containsExactly("t1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void fallbackMayKeepTheTask() {
		BackgroundTaskHostOptions keeps = options()
			.withClose(new CloseOptions(ClosePolicy.KEEP, options().close().hiddenTimeout()));
		factory().stop(this.host);
		this.host = factory().start(keeps, this.clock, this.timer, this.events);
		this.host.registerExternal("s1", closing("t1", ClosePolicy.TRANSFER), null);
		assertThat(this.host.closeSession("s1", null).kept()).containsExactly("t1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void rejectedTransferUsesTheFallbackForThatTaskOnly() {
		this.host.registerExternal("s2", named("t1"), null);
		this.host.registerExternal("s1",
				builder("t1").closePolicy(ClosePolicy.TRANSFER).cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), null);
		this.host.registerExternal("s1", closing("t2", ClosePolicy.TRANSFER), null);
		SessionCloseReport report = this.host.closeSession("s1", "s2");
		assertThat(report.cancelled()).containsExactly("t1");
		assertThat(report.transferred()).containsExactly("t2");
		assertThat(record("s2", "t1").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void closingSessionAcceptsNoNewWork() throws Exception {
		CountDownLatch hidden = new CountDownLatch(1);
		this.host.registerExternal("other", named("t9"), null);
		this.host.spawnHidden("s1", "gate", hidden::await);
		CompletableFuture<SessionCloseReport> close = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null));
		this.timer.awaitScheduled(options().close().hiddenTimeout(), 1);
		refused(() -> this.host.register("s1", named("t1")));
		refused(() -> this.host.registerExternal("s1", named("t1"), null));
		refused(() -> this.host.spawnManaged("s1", named("t1"), waiting()));
		refused(() -> this.host.spawnHidden("s1", "late", () -> {
		}));
		refused(() -> this.host.transfer("t9", "s1"));
		hidden.countDown();
		assertThat(close.get().interrupted()).isEmpty();
		assertThat(this.host.register("s1", named("t1")).state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	private static void refused(ThrowingCallable call) {
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.SESSION_CLOSING))
			.withMessageContaining("s1");
	}

	@Test
	void slowHiddenWorkIsInterruptedAndReported() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.host.spawnHidden("s1", "index rebuild", () -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		CompletableFuture<SessionCloseReport> close = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null));
		this.timer.awaitScheduled(options().close().hiddenTimeout(), 1);
		this.timer.advance(options().close().hiddenTimeout());
		assertThat(close.get().interrupted()).containsExactly("index rebuild");
		await(interrupted);
	}

	@Test
	void secondCloseHasNoEffect() {
		this.host.registerExternal("s1", closing("t1", ClosePolicy.KEEP), null);
		assertThat(this.host.closeSession("s1", null).kept()).containsExactly("t1");
		assertThat(this.host.closeSession("s1", null).kept()).containsExactly("t1");
		assertThat(this.host.closeSession("never-used", null).kept()).isEmpty();
		assertThat(this.host.statistics().sessions()).isEqualTo(1);
	}

	@Test
	void concurrentClosesReturnTheSameReport() throws Exception {
		CountDownLatch hidden = new CountDownLatch(1);
		this.host.spawnHidden("s1", "gate", hidden::await);
		CompletableFuture<SessionCloseReport> one = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null));
		this.timer.awaitScheduled(options().close().hiddenTimeout(), 1);
		CompletableFuture<SessionCloseReport> two = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null));
		hidden.countDown();
		assertThat(one.get().sessionId()).isEqualTo(two.get().sessionId());
	}

	/** The close waits for the body and for the hidden work until their grace is over. */
	@Test
	void workOfASessionMayNotWaitForItsClose() throws Exception {
		CountDownLatch closing = new CountDownLatch(1);
		AtomicReference<@Nullable Throwable> ofBody = new AtomicReference<>();
		AtomicReference<@Nullable Throwable> ofHidden = new AtomicReference<>();
		this.host.spawnManaged("s1", closing("t1", ClosePolicy.CANCEL), (context) -> {
			closing.await();
			ofBody.set(catchThrowable(() -> this.host.closeSession("s1", null)));
			return null;
		});
		this.host.spawnHidden("s1", "hidden", () -> {
			closing.await();
			ofHidden.set(catchThrowable(() -> this.host.closeSession("s1", null)));
		});
		CompletableFuture<SessionCloseReport> close = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null));
		this.events.await(BackgroundTaskEvent.CancelRequested.class, "t1");
		closing.countDown();
		assertThat(close.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).interrupted()).isEmpty();
		assertThat(ofBody.get()).isInstanceOf(TaskStateException.class);
		assertThat(ofHidden.get()).isInstanceOf(TaskStateException.class);
	}

	@Test
	void sessionCannotBeItsOwnSuccessor() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.closeSession("s1", "s1"));
	}

}
