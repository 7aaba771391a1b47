package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
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

/** Limits, retention, and the options of kinds. */
abstract class LimitsContract extends AbstractHostContract {

	/** A tenth of the longest age. Differs from all other durations of the tests. */
	private static final Duration SWEEP = Duration.ofSeconds(59);

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options()
			.withLimits((limits) -> limits.withLiveTasks(4, 2).withHiddenTasks(1, 2).withKinds(3).withSubscriptions(1))
			.withRetention(new RetentionOptions(SWEEP.multipliedBy(10), 3))
			.withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1).withClosePolicy(ClosePolicy.TRANSFER),
					"abort",
					KindOptions.NONE.withCancelPolicy(CancelPolicy.ABORT_LOCAL).withTimeout(Duration.ofMinutes(5))));
	}

	private static void refused(RejectionReason reason, String property, ThrowingCallable call) {
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(reason))
			.withMessageContaining(property);
	}

	@Test
	void liveTasksAreLimitedPerSessionAndInTotal() {
		this.host.registerExternal("s1", named("a"), null);
		this.host.registerExternal("s1", named("b"), null);
		refused(RejectionReason.SESSION_LIVE_TASKS, "live-tasks-per-session",
				() -> this.host.registerExternal("s1", named("c"), null));
		this.host.registerExternal("s2", named("c"), null);
		this.host.registerExternal("s3", named("d"), null);
		refused(RejectionReason.LIVE_TASKS, "limits.live-tasks",
				() -> this.host.registerExternal("s4", named("e"), null));
		refused(RejectionReason.SESSION_LIVE_TASKS, "live-tasks-per-session", () -> this.host.transfer("d", "s1"));
		this.host.markTerminal("s1", "a", BackgroundTaskState.COMPLETED);
		assertThat(this.host.transfer("d", "s1").sessionId()).isEqualTo("s1");
		assertThat(this.host.registerExternal("s4", named("e"), null).state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void hiddenTasksAreLimited() {
		this.host.spawnHidden("s1", "one", this.release::await);
		refused(RejectionReason.HIDDEN_TASKS, "limits.hidden-tasks",
				() -> this.host.spawnHidden("s2", "two", this.release::await));
	}

	@Test
	void kindsAreLimited() {
		this.host.register("s1", BackgroundTaskRegistration.ofKind("one").id("a").build());
		this.host.register("s1", BackgroundTaskRegistration.ofKind("two").id("b").build());
		this.host.register("s2", BackgroundTaskRegistration.ofKind("three").id("c").build());
		refused(RejectionReason.KINDS, "limits.kinds",
				() -> this.host.register("s2", BackgroundTaskRegistration.ofKind("four").id("d").build()));
	}

	@Test
	void subscriptionsAreLimited() {
		this.host.subscribe(BackgroundTaskFilter.all()).close();
		this.host.subscribe(BackgroundTaskFilter.all());
		refused(RejectionReason.SUBSCRIPTIONS, "limits.subscriptions",
				() -> this.host.subscribe(BackgroundTaskFilter.all()));
	}

	@Test
	void retentionRemovesTheOldestEndedRecordsAboveTheLimit() throws Exception {
		for (int i = 0; i < 5; i++) {
			this.host.registerExternal("s1", named("t" + i), null);
			this.host.markTerminal("s1", "t" + i, BackgroundTaskState.COMPLETED);
		}
		this.events.await(BackgroundTaskEvent.Removed.class, "t0");
		this.events.await(BackgroundTaskEvent.Removed.class, "t1");
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::id).containsExactly("t2", "t3", "t4");
		assertThat(this.host.statistics().retained()).isEqualTo(3);
	}

	@Test
	void retentionRemovesEndedRecordsByAge() throws Exception {
		this.host.spawnManaged("s1", named("t0"), (context) -> null).await(PATIENCE);
		this.host.registerExternal("s1", named("live"), null);
		for (int i = 0; i < 11; i++) {
			this.timer.advance(SWEEP);
			this.timer.awaitScheduled(SWEEP);
		}
		this.events.await(BackgroundTaskEvent.Removed.class, "t0");
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::id).containsExactly("live");
	}

	@Test
	void optionsOfTheKindAreDefaultsOfTheRegistration() {
		BackgroundTaskRecord task = this.host.register("s1", BackgroundTaskRegistration.ofKind("abort").build());
		assertThat(task.cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
		assertThat(task.timeout()).isEqualTo(Duration.ofMinutes(5));
		BackgroundTaskRecord other = this.host.register("s1",
				BackgroundTaskRegistration.ofKind("abort").cancelPolicy(CancelPolicy.EXTERNAL).build());
		assertThat(other.cancelPolicy()).isEqualTo(CancelPolicy.EXTERNAL);
	}

	@Test
	void bodiesOfALimitedKindWaitForASlot() throws Exception {
		BackgroundTaskRegistration single = BackgroundTaskRegistration.ofKind("single").build();
		BackgroundTaskHandle<@Nullable Void> first = this.host.spawnManaged("s1", single, waiting());
		BackgroundTaskHandle<@Nullable Void> second = this.host.spawnManaged("s1", single, waiting());
		assertThat(first.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(second.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(second.record().startedAt()).isNull();
		assertThat(this.host.statistics().live("single", BackgroundTaskState.PENDING)).isEqualTo(1);
		this.release.countDown();
		assertThat(second.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.host.statistics().live("single", BackgroundTaskState.PENDING)).isZero();
	}

	@Test
	void rejectedBodyReleasesItsSlot() {
		BackgroundTaskRegistration single = BackgroundTaskRegistration.ofKind("single").build();
		this.host.registerExternal("s1", named("a"), null);
		this.host.registerExternal("s1", named("b"), null);
		refused(RejectionReason.SESSION_LIVE_TASKS, "live-tasks-per-session",
				() -> this.host.spawnManaged("s1", single, waiting()));
		assertThat(this.host.spawnManaged("s2", single, waiting()).record().state())
			.isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void queuedBodyIsCancelledAtOnce() {
		BackgroundTaskRegistration single = BackgroundTaskRegistration.ofKind("single").build();
		this.host.spawnManaged("s1", single, waiting());
		BackgroundTaskHandle<@Nullable Void> queued = this.host.spawnManaged("s1", single, waiting());
		assertThat(queued.cancel("not needed").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.events.of(queued.id())).containsExactly("Registered", "Cancelled");
	}

}
