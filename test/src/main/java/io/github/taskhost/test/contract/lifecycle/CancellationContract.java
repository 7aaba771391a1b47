package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/** Cancel policies, escalation and timeouts. */
abstract class CancellationContract extends AbstractHostContract {

	private Duration grace() {
		return options().cancel().gracePeriod();
	}

	@Test
	void cancelRequestPersistsAndLaterReportsKeepTheirContent() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.requestCancel("t1", "enough");
		BackgroundTaskRecord after = this.host.update("t1",
				new BackgroundTaskUpdate(BackgroundTaskState.WAITING, "nearly"));
		assertThat(after.state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(after.status()).isEqualTo("nearly");
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		BackgroundTaskRecord end = this.host.complete("t1", BackgroundTaskCompletion.completed("done all the same"));
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.cancelReason()).isEqualTo("enough");
	}

	@Test
	void secondCancelRequestChangesNothing() {
		this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord first = this.host.requestCancel("t1", "enough");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.host.requestCancel("t1", "again")).isEqualTo(first);
	}

	@Test
	void cancelNowByAHandleReachesItsTaskAndNeverTheNextOneWithTheId() {
		this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskHandle<?> first = this.host.task("s1", "t1");
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		BackgroundTaskRecord next = this.host.registerExternal("s1", named("t1"), null);
		assertThat(first.cancelNow("enough").state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(record("s1", "t1")).isEqualTo(next);
		BackgroundTaskRecord cancelled = this.host.task("s1", "t1").cancelNow("enough");
		assertThat(cancelled.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(cancelled.cancelReason()).isEqualTo("enough");
		assertThat(record("s1", "t1")).isEqualTo(cancelled);
	}

	@Test
	void cancelOfAllTasksAsksEachByItsPolicy() throws Exception {
		TaskSession session = this.host.session("s1");
		BackgroundTaskHandle<@Nullable Void> body = session.spawn(named("body"), stubborn(new CountDownLatch(1)));
		session.spawn(builder("later").startAfter(Duration.ofDays(1)).build(), waiting());
		this.host.registerExternal("s1", named("external"), null);
		this.host.registerExternal("s1", builder("aborted").cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), null);
		session.run(named("ended"), (context) -> context.summary("done")).await(PATIENCE);
		this.host.registerExternal("s2", named("other"), null);
		assertThat(session.cancelAll("enough")).extracting(BackgroundTaskRecord::id, BackgroundTaskRecord::state)
			.containsExactly(tuple("body", BackgroundTaskState.CANCEL_REQUESTED),
					tuple("later", BackgroundTaskState.CANCELLED),
					tuple("external", BackgroundTaskState.CANCEL_REQUESTED),
					tuple("aborted", BackgroundTaskState.CANCELLED));
		assertThat(session.list()).filteredOn((task) -> !task.id().equals("ended"))
			.extracting(BackgroundTaskRecord::cancelReason)
			.containsOnly("enough");
		assertThat(record("s1", "ended").state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(record("s2", "other").state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.release.countDown();
		assertThat(body.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void cancelOfAllTasksNowEndsThem() {
		TaskSession session = this.host.session("s1");
		session.spawn(named("body"), stubborn(new CountDownLatch(1)));
		this.host.registerExternal("s1", named("external"), null);
		this.host.registerExternal("s2", named("other"), null);
		assertThat(session.cancelAllNow("enough")).hasSize(2).allSatisfy((task) -> {
			assertThat(task.state()).isEqualTo(BackgroundTaskState.CANCELLED);
			assertThat(task.cancelReason()).isEqualTo("enough");
		});
		assertThat(session.cancelAllNow(null)).isEmpty();
		assertThat(session.cancelAll(null)).isEmpty();
		assertThat(record("s2", "other").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void cancelRequestEscalatesToInterruptAndThenAbandonment() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			context.onCancel(told::countDown);
			running.countDown();
			return stubborn(interrupted).run(context);
		});
		await(running);
		task.cancel("enough");
		await(told);
		assertThat(interrupted.getCount()).isEqualTo(1);
		this.timer.advance(grace());
		await(interrupted);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.timer.awaitScheduled(options().cancel().abandonAfter());
		this.timer.advance(options().cancel().abandonAfter());
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.abandoned()).isTrue();
		assertThat(end.cancelReason()).isEqualTo("enough");
		assertThat(this.host.unresponsive(10)).extracting(BackgroundTaskRecord::id).containsExactly("t1");
	}

	@Test
	void bodyMayCompleteAfterACancelRequest() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			running.countDown();
			this.release.await();
			return "finished";
		});
		await(running);
		task.cancel(null);
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("finished");
	}

	@Test
	void abortLocalCancelsAndInterruptsAtOnce() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.host.spawnManaged("s1", builder("t1").cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), (context) -> {
			running.countDown();
			return stubborn(interrupted).run(context);
		});
		await(running);
		assertThat(this.host.requestCancel("t1", "now").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		await(interrupted);
		this.events.await(BackgroundTaskEvent.Cancelled.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "Cancelled");
	}

	@Test
	void externalWorkIsNotifiedOnceWithoutEscalation() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch called = new CountDownLatch(1);
		this.host.registerExternal("s1", builder("t1").cancelPolicy(CancelPolicy.EXTERNAL).build(), (task) -> {
			calls.incrementAndGet();
			called.countDown();
		});
		this.host.requestCancel("t1", null);
		await(called);
		this.timer.advance(Duration.ofDays(1));
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.host.cancelManaged("s1", "t1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(calls).hasValue(1);
	}

	@Test
	void externalCancelPolicyIsRejectedForBodies() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.spawnManaged("s1", builder("t1").cancelPolicy(CancelPolicy.EXTERNAL).build(),
					waiting()))
			.withMessageContaining("EXTERNAL")
			.withMessageContaining("register the work as external");
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void timeoutFailsAndInterruptsTheBodyAndPausesWhileWaiting() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				builder("t1").timeout(Duration.ofSeconds(10)).build(), (context) -> {
					running.countDown();
					return stubborn(interrupted).run(context);
				});
		await(running);
		this.timer.advance(Duration.ofSeconds(4));
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		this.timer.advance(Duration.ofHours(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.WAITING);
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofSeconds(1));
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting("kind").isEqualTo(FailureKind.TIMEOUT);
		await(interrupted);
	}

	@Test
	void timeoutOfReportedWorkNotifiesItsOwner() throws Exception {
		CountDownLatch told = new CountDownLatch(1);
		this.host.registerExternal("s1", builder("t1").timeout(Duration.ofSeconds(10)).build(),
				(task) -> told.countDown());
		this.timer.advance(Duration.ofSeconds(10));
		await(told);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.FAILED);
	}

}
