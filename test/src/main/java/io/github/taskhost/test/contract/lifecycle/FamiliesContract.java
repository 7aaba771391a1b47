package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Fates of parents that reach their descendants, and those that do not. */
abstract class FamiliesContract extends AbstractHostContract {

	/** Both differ from all other durations of the tests. */
	private static final Duration HEARTBEAT = Duration.ofSeconds(31);

	private static final Duration RETRY = Duration.ofSeconds(43);

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("beating", KindOptions.NONE.withHeartbeatTimeout(HEARTBEAT), "kept",
				KindOptions.NONE.withOnParentFailure(ParentFailurePolicy.KEEP)));
	}

	private void external(String sessionId, BackgroundTaskRegistration.Builder registration) {
		this.host.registerExternal(sessionId, registration.build(), null);
	}

	private void externalChild(String sessionId, String id, String parent) {
		external(sessionId, builder(id).parentTaskId(parent));
	}

	private BackgroundTaskState stateOf(String sessionId, String id) {
		return record(sessionId, id).state();
	}

	@Test
	void cancellationCascadesToDescendantsInAllSessionsByTheirPolicies() throws Exception {
		this.host.registerExternal("s1", named("parent"), null);
		this.host.registerExternal("s2",
				builder("child").parentTaskId("parent").cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), null);
		this.host.registerExternal("s3", builder("grandchild").parentTaskId("child").build(), null);
		this.host.registerExternal("s3", builder("ended").parentTaskId("parent").build(), null);
		this.host.markTerminal("s3", "ended", BackgroundTaskState.COMPLETED);
		this.host.requestCancel("parent", "all of it");
		assertThat(record("s1", "parent").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(record("s2", "child").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record("s3", "grandchild").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(record("s3", "grandchild").cancelReason()).isEqualTo("all of it");
		assertThat(record("s3", "ended").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void forcedCancellationCascadesToDescendants() {
		this.host.registerExternal("s1", named("parent"), null);
		this.host.registerExternal("s2", builder("child").parentTaskId("parent").build(), null);
		this.host.cancelManaged("s1", "parent");
		assertThat(record("s2", "child").state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void completionOfAParentLeavesItsChildrenRunning() {
		this.host.registerExternal("s1", named("parent"), null);
		this.host.registerExternal("s1", builder("child").parentTaskId("parent").build(), null);
		this.host.markTerminal("s1", "parent", BackgroundTaskState.COMPLETED);
		assertThat(record("s1", "child").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void childOfACancelledParentIsCancelled() {
		this.host.registerExternal("s1", named("parent"), null);
		this.host.requestCancel("parent", "enough");
		this.host.registerExternal("s1", builder("late").parentTaskId("parent").build(), null);
		assertThat(record("s1", "late").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void failureOfABodyCancelsItsLoopingChildren() throws Exception {
		BackgroundTaskHandle<@Nullable Void> parent = this.host.spawnManaged("s1", named("parent"), (context) -> {
			for (int i = 1; i <= 3; i++) {
				context.spawnChild(named("child" + i), cooperative());
			}
			throw new IllegalStateException("the parent fails");
		});
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		for (int i = 1; i <= 3; i++) {
			BackgroundTaskRecord child = this.host.task("s1", "child" + i).await(PATIENCE);
			assertThat(child.state()).isEqualTo(BackgroundTaskState.CANCELLED);
			assertThat(child.cancelReason()).isEqualTo("The ancestor 'parent' failed");
			assertThat(child.cancelledBy()).isNull();
		}
	}

	/** The ways in which a task fails. */
	enum Failing {

		COMPLETE {
			@Override
			void fail(FamiliesContract test) {
				test.host.complete("parent", BackgroundTaskCompletion.failed("broken"));
			}
		},

		MARK_TERMINAL {
			@Override
			void fail(FamiliesContract test) {
				test.host.markTerminal("s1", "parent", BackgroundTaskState.FAILED);
			}
		},

		REPORTER {
			@Override
			void fail(FamiliesContract test) {
				test.host.reporter("s1", "parent").fail(new TaskFailure(FailureKind.REPORTED, null, "broken"));
			}
		},

		TIMEOUT {
			@Override
			void fail(FamiliesContract test) {
				test.timer.advance(Duration.ofSeconds(40));
			}
		},

		SILENCE {
			@Override
			void fail(FamiliesContract test) {
				test.timer.advance(HEARTBEAT);
			}
		};

		abstract void fail(FamiliesContract test);

	}

	@ParameterizedTest
	@EnumSource(Failing.class)
	void everyFailureReachesLiveDescendantsInAllSessionsByTheirPolicies(Failing failing) throws Exception {
		external("s1", BackgroundTaskRegistration.ofKind("beating").id("parent").timeout(Duration.ofSeconds(40)));
		external("s2", builder("child").parentTaskId("parent").cancelPolicy(CancelPolicy.ABORT_LOCAL));
		externalChild("s3", "grandchild", "child");
		externalChild("s3", "ended", "parent");
		externalChild("s4", "of-ended", "ended");
		this.host.markTerminal("s3", "ended", BackgroundTaskState.COMPLETED);
		failing.fail(this);
		this.host.task("s1", "parent").await(PATIENCE);
		this.host.task("s2", "child").await(PATIENCE);
		this.events.await(BackgroundTaskEvent.CancelRequested.class, "of-ended");
		assertThat(stateOf("s1", "parent")).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(stateOf("s2", "child")).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(stateOf("s3", "grandchild")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stateOf("s3", "ended")).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(stateOf("s4", "of-ended")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void childMayBeKeptWhenItsParentFailsWithItsOwnChildren() {
		external("s1", builder("parent"));
		external("s1", builder("kept").parentTaskId("parent").onParentFailure(ParentFailurePolicy.KEEP));
		externalChild("s1", "of-kept", "kept");
		external("s1", BackgroundTaskRegistration.ofKind("kept").id("by-kind").parentTaskId("parent"));
		external("s1",
				BackgroundTaskRegistration.ofKind("kept")
					.id("not-kept")
					.parentTaskId("parent")
					.onParentFailure(ParentFailurePolicy.CANCEL));
		this.host.markTerminal("s1", "parent", BackgroundTaskState.FAILED);
		assertThat(stateOf("s1", "kept")).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(stateOf("s1", "of-kept")).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(stateOf("s1", "by-kind")).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(stateOf("s1", "not-kept")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.host.requestCancel("parent", "all of it");
		assertThat(stateOf("s1", "kept")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stateOf("s1", "of-kept")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void childThatStartsAfterTheFailureOfItsParentIsReached() {
		external("s1", builder("parent"));
		this.host.markTerminal("s1", "parent", BackgroundTaskState.FAILED);
		externalChild("s1", "late", "parent");
		external("s1", builder("kept").parentTaskId("parent").onParentFailure(ParentFailurePolicy.KEEP));
		assertThat(stateOf("s1", "late")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stateOf("s1", "kept")).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void failureReachesLateGrandchildrenAsItReachedEarlierOnes() {
		external("s1", builder("parent"));
		externalChild("s1", "child", "parent");
		external("s1", builder("kept").parentTaskId("child").onParentFailure(ParentFailurePolicy.KEEP));
		this.host.markTerminal("s1", "parent", BackgroundTaskState.FAILED);
		external("s1", builder("late-kept").parentTaskId("child").onParentFailure(ParentFailurePolicy.KEEP));
		externalChild("s1", "late", "child");
		external("s1", builder("below").parentTaskId("late").onParentFailure(ParentFailurePolicy.KEEP));
		assertThat(stateOf("s1", "kept")).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(stateOf("s1", "late-kept")).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(stateOf("s1", "below")).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(record("s1", "late").cancelReason()).isEqualTo("The ancestor 'parent' failed");
		this.host.requestCancel("child", "all of it");
		external("s1", builder("last").parentTaskId("child").onParentFailure(ParentFailurePolicy.KEEP));
		for (String id : List.of("kept", "late-kept", "below", "last")) {
			assertThat(stateOf("s1", id)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		}
	}

	@Test
	void childOfATaskThatCompletedAfterItsRequestDoesNotEscape() {
		external("s1", builder("parent"));
		externalChild("s1", "child", "parent");
		this.host.requestCancel("parent", "all of it");
		this.host.markTerminal("s1", "child", BackgroundTaskState.COMPLETED);
		externalChild("s1", "late", "child");
		assertThat(record("s1", "late").cancelReason()).isEqualTo("all of it");
	}

	@Test
	void retryOfAParentIsNoFailure() throws Exception {
		BackgroundTaskRegistration retried = builder("parent")
			.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(RETRY, 1, RETRY).withJitter(0))
			.build();
		BackgroundTaskHandle<@Nullable Void> parent = this.host.spawnManaged("s1", retried, (context) -> {
			throw new IllegalStateException("the attempt fails");
		});
		this.timer.awaitScheduled(RETRY);
		externalChild("s1", "child", "parent");
		this.timer.advance(RETRY);
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		this.events.await(BackgroundTaskEvent.CancelRequested.class, "child");
		assertThat(record("s1", "child").cancelRequestedAt()).isEqualTo(this.clock.instant());
	}

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "FAILED", "CANCELLED" }, value = BackgroundTaskState.class)
	void cancelOfAnEndedParentReachesItsLiveDescendants(BackgroundTaskState end) {
		external("s1", builder("parent"));
		external("s2", builder("child").parentTaskId("parent").onParentFailure(ParentFailurePolicy.KEEP));
		this.host.markTerminal("s1", "parent", end);
		BackgroundTaskRecord ended = record("s1", "parent");
		assertThat(this.host.requestCancel("parent", "all of it")).isEqualTo(ended);
		assertThat(stateOf("s2", "child")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		this.host.cancelManaged("s1", "parent");
		assertThat(record("s1", "parent")).isEqualTo(ended);
		assertThat(stateOf("s2", "child")).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void everyWayToCancelAnEndedParentReachesItsDescendants() {
		external("s1", builder("parent"));
		this.host.markTerminal("s1", "parent", BackgroundTaskState.COMPLETED);
		externalChild("s1", "by-update", "parent");
		this.host.update("parent", new BackgroundTaskUpdate(BackgroundTaskState.CANCEL_REQUESTED, null));
		assertThat(stateOf("s1", "by-update")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		externalChild("s1", "by-handle", "parent");
		this.host.task("s1", "parent").cancel("all of it");
		assertThat(record("s1", "by-handle").cancelReason()).isEqualTo("all of it");
		externalChild("s1", "by-force", "parent");
		this.host.task("s1", "parent").cancelNow("all of it");
		assertThat(stateOf("s1", "by-force")).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void closeForcesNoDescendantsOfATaskThatEndedInTime() throws Exception {
		external("s1", builder("parent").closePolicy(ClosePolicy.CANCEL));
		external("s1", builder("other").closePolicy(ClosePolicy.CANCEL));
		externalChild("s2", "child", "parent");
		externalChild("s2", "of-other", "other");
		FutureTask<SessionCloseReport> close = new FutureTask<>(() -> this.host.closeSession("s1", null));
		Thread.startVirtualThread(close);
		this.timer.awaitScheduled(options().cancel().gracePeriod());
		this.host.markTerminal("s1", "parent", BackgroundTaskState.COMPLETED);
		this.timer.advance(options().cancel().gracePeriod());
		assertThat(close.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).cancelled()).containsExactly("parent", "other");
		assertThat(stateOf("s2", "child")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stateOf("s2", "of-other")).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void endThatIsReportedAsCancelledReachesDescendants() {
		external("s1", builder("parent"));
		externalChild("s2", "child", "parent");
		this.host.reporter("s1", "parent").cancelled(null);
		assertThat(record("s2", "child").cancelReason()).isEqualTo("The ancestor 'parent' was cancelled");
	}

	@Test
	void keptChildOfABodyThatTimesOutRunsToItsEnd() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTask<@Nullable Void> body = (BackgroundTaskContext context) -> {
			context.spawnChild(builder("kept").onParentFailure(ParentFailurePolicy.KEEP).build(), waiting());
			running.countDown();
			this.release.await();
			throw new IllegalStateException("the parent fails");
		};
		this.host.spawnManaged("s1", builder("parent").timeout(Duration.ofSeconds(5)).build(), body);
		await(running);
		this.timer.advance(Duration.ofSeconds(5));
		assertThat(this.host.task("s1", "parent").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(stateOf("s1", "kept")).isEqualTo(BackgroundTaskState.RUNNING);
		this.release.countDown();
		assertThat(this.host.task("s1", "kept").await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@ParameterizedTest
	@EnumSource(CascadeTrigger.class)
	void optionsChooseTheFatesThatReachDescendants(CascadeTrigger trigger) {
		CancelOptions cancel = options().cancel();
		BackgroundTaskHostOptions chosen = options().withCancel(new CancelOptions(cancel.gracePeriod(),
				cancel.abandonAfter(), true, Set.of(trigger), cancel.ownerRetry()));
		BackgroundTaskHost other = factory().start(chosen, this.clock, this.timer, this.events);
		try {
			other.registerExternal("s1", named("cancelled"), null);
			other.registerExternal("s1", builder("c").parentTaskId("cancelled").build(), null);
			other.requestCancel("cancelled", null);
			other.registerExternal("s1", builder("late-c").parentTaskId("cancelled").build(), null);
			other.registerExternal("s1", named("failed"), null);
			other.registerExternal("s1", builder("f").parentTaskId("failed").build(), null);
			other.markTerminal("s1", "failed", BackgroundTaskState.FAILED);
			other.registerExternal("s1", builder("late-f").parentTaskId("failed").build(), null);
			other.registerExternal("s1", builder("of-c").parentTaskId("c").build(), null);
			other.registerExternal("s1", builder("of-f").parentTaskId("f").build(), null);
			BackgroundTaskState byCancel = (trigger == CascadeTrigger.CANCEL) ? BackgroundTaskState.CANCEL_REQUESTED
					: BackgroundTaskState.RUNNING;
			BackgroundTaskState byFailure = (trigger == CascadeTrigger.FAILURE) ? BackgroundTaskState.CANCEL_REQUESTED
					: BackgroundTaskState.RUNNING;
			assertThat(other.task("s1", "c").record().state()).isEqualTo(byCancel);
			assertThat(other.task("s1", "late-c").record().state()).isEqualTo(byCancel);
			assertThat(other.task("s1", "of-c").record().state()).isEqualTo(byCancel);
			assertThat(other.task("s1", "of-f").record().state()).isEqualTo(byFailure);
			assertThat(other.task("s1", "f").record().state()).isEqualTo(byFailure);
			assertThat(other.task("s1", "late-f").record().state()).isEqualTo(byFailure);
		}
		finally {
			factory().stop(other);
		}
	}

}
