package io.github.taskhost.test.contract.lifecycle;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Regression tests for the faults of the reference implementation. */
abstract class ReferenceFaultsContract extends AbstractHostContract {

	@Test
	void endOfASpawnedTaskIsPublishedOnce() throws Exception {
		this.host.spawnManaged("s1", named("t1"), (context) -> null).await(PATIENCE);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "Completed");
	}

	@Test
	void endIsKeptAfterATransferDuringTheBody() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), waiting());
		this.host.transfer("t1", "s2");
		this.release.countDown();
		assertThat(task.await(PATIENCE).sessionId()).isEqualTo("s2");
		assertThat(record("s2", "t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void transferNeverOverwritesALiveTask() {
		this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord target = this.host.registerExternal("s2", named("t1"), null);
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.transferManaged("s1", "s2", List.of("t1")))
			.withMessageContaining("t1")
			.withMessageContaining("s2");
		assertThat(record("s2", "t1")).isEqualTo(target);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void errorOfABodyFailsItsTask() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			throw new StackOverflowError("deep");
		});
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(String.valueOf(end.failure())).contains("StackOverflowError").contains("deep");
		assertThat(task.failure()).containsInstanceOf(StackOverflowError.class);
	}

	@Test
	void everyEventRespectsTheFilter() throws Exception {
		try (BackgroundTaskSubscription mine = this.host.subscribe(BackgroundTaskFilter.all().withSession("s1"))) {
			this.host.registerExternal("s2", named("theirs"), null);
			this.host.update("theirs", new BackgroundTaskUpdate(BackgroundTaskState.WAITING, "hello"));
			this.host.requestCancel("theirs", null);
			this.host.registerExternal("s1", named("mine"), null);
			Optional<BackgroundTaskEvent> first = mine.next(PATIENCE);
			assertThat(first).map((event) -> event.record().id()).hasValue("mine");
		}
	}

	@Test
	void completeAndUpdateDoNotChangeAnEndedTask() {
		this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord end = this.host.complete("t1", BackgroundTaskCompletion.failed("broken"));
		assertThat(this.host.complete("t1", BackgroundTaskCompletion.completed("fine"))).isEqualTo(end);
		assertThat(this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.RUNNING))).isEqualTo(end);
		assertThat(this.events.of("t1")).containsExactly("Registered", "Failed");
	}

	@Test
	void updateToATerminalStateIsRejected() {
		BackgroundTaskRecord live = this.host.registerExternal("s1", named("t1"), null);
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.COMPLETED)))
			.withMessageContaining("Use complete");
		assertThat(record("s1", "t1")).isEqualTo(live);
	}

	@Test
	void updateWithoutAStatePublishesNoStateChange() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.update("t1", BackgroundTaskUpdate.ofProgress("half"));
		this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.RUNNING));
		assertThat(this.events.of("t1")).containsExactly("Registered", "Progress");
	}

	@Test
	void cancelRequestDoesNotReviveAnEndedTask() {
		this.host.registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord end = this.host.complete("t1", BackgroundTaskCompletion.completed(null));
		assertThat(this.host.requestCancel("t1", "late")).isEqualTo(end);
		assertThat(this.events.of("t1")).containsExactly("Registered", "Completed");
	}

	@Test
	void cancelRequestReachesTheWorkAndIsPublishedOnce() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), cooperative());
		this.host.requestCancel("t1", "enough");
		this.host.requestCancel("t1", "again");
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.cancelReason()).isEqualTo("enough");
		this.events.await(BackgroundTaskEvent.Cancelled.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "CancelRequested", "Cancelled");
	}

	@Test
	void forcedCancelOfAnEndedTaskPublishesNothing() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		this.host.cancelManaged("s1", "t1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.events.of("t1")).containsExactly("Registered", "Completed");
	}

	@Test
	void completionByACallerInterruptsTheBody() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.host.spawnManaged("s1", named("t1"), (context) -> {
			running.countDown();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return null;
		});
		await(running);
		this.host.complete("t1", BackgroundTaskCompletion.completed("taken over"));
		await(interrupted);
		assertThat(record("s1", "t1").summary()).isEqualTo("taken over");
	}

	@Test
	void unregisterDoesNotRemoveAManagedTask() {
		this.host.spawnManaged("s1", builder("t1").cancelPolicy(CancelPolicy.ABORT_LOCAL).build(), waiting());
		this.host.unregisterExternal("s1", "t1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void slowSubscriberLearnsTheNumberOfLostEvents() {
		int buffer = options().events().subscriptionBuffer();
		try (BackgroundTaskSubscription slow = this.host.subscribe(BackgroundTaskFilter.all())) {
			for (int i = 0; i < buffer + 7; i++) {
				this.host.registerExternal("s1", named("t" + i), null);
			}
			assertThat(slow.takeLost()).isEqualTo(7);
			assertThat(slow.takeLost()).isZero();
		}
	}

}
