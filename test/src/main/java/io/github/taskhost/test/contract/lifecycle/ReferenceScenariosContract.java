package io.github.taskhost.test.contract.lifecycle;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The six reference scenarios of the host design. */
abstract class ReferenceScenariosContract extends AbstractHostContract {

	@Test
	void spawnedTaskHasItsMetadataAndEndsWithItsBody() throws Exception {
		this.host.spawnManaged("s1", BackgroundTaskRegistration.ofKind("monitor").id("t1").build(), (context) -> null)
			.await(PATIENCE);
		List<BackgroundTaskRecord> tasks = this.host.listManaged("s1");
		assertThat(tasks).hasSize(1);
		assertThat(tasks.get(0).kind()).isEqualTo("monitor");
		assertThat(tasks.get(0).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void liveMarksSwitchRunningAndWaitingAndDoNotChangeAnEnd() {
		this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("subagent").id("sub").build(), null);
		assertThat(record("s1", "sub").state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.host.markLiveState("s1", "sub", BackgroundTaskState.WAITING);
		assertThat(record("s1", "sub").state()).isEqualTo(BackgroundTaskState.WAITING);
		this.host.markLiveState("s1", "sub", BackgroundTaskState.RUNNING);
		assertThat(record("s1", "sub").state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.host.markTerminal("s1", "sub", BackgroundTaskState.COMPLETED);
		this.host.markLiveState("s1", "sub", BackgroundTaskState.RUNNING);
		assertThat(record("s1", "sub").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void forcedCancelNotifiesTheOwnerOnce() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		CountDownLatch called = new CountDownLatch(1);
		this.host.registerExternal("s1", named("sub"), (task) -> {
			calls.incrementAndGet();
			called.countDown();
		});
		this.host.cancelManaged("s1", "sub");
		this.host.cancelManaged("s1", "sub");
		assertThat(record("s1", "sub").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		await(called);
		assertThat(calls).hasValue(1);
	}

	@Test
	void transferMovesALiveTaskBetweenSessionLists() {
		this.host.registerExternal("s1", named("monitor:one"), null);
		this.host.transferManaged("s1", "s2", List.of("monitor:one"));
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.listManaged("s2")).singleElement()
			.satisfies((task) -> assertThat(task.id()).isEqualTo("monitor:one"))
			.satisfies((task) -> assertThat(task.state()).isEqualTo(BackgroundTaskState.RUNNING));
	}

	@Test
	void cancelAllCancelsEachLiveTaskAndNotifiesEachOwner() throws Exception {
		CountDownLatch calls = new CountDownLatch(2);
		for (String id : List.of("a", "b")) {
			this.host.registerExternal("s1", named(id), (task) -> calls.countDown());
		}
		assertThat(this.host.cancelAllManaged("s1")).extracting(BackgroundTaskRecord::state)
			.containsExactly(BackgroundTaskState.CANCELLED, BackgroundTaskState.CANCELLED);
		await(calls);
	}

	@Test
	void registeredTaskIsUpdatedCompletedAndFiltered() {
		BackgroundTaskRecord registered = this.host.register("s1",
				builder("task:one").cancelPolicy(CancelPolicy.EXTERNAL)
					.closePolicy(ClosePolicy.TRANSFER)
					.maxAttempts(3)
					.idempotencyKey("idem")
					.links(TaskLinks.ofChildSession("child"))
					.build());
		assertThat(registered.state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(registered.links().childSessionId()).isEqualTo("child");
		assertThat(registered.maxAttempts()).isEqualTo(3);
		assertThat(this.host.update("task:one", new BackgroundTaskUpdate(BackgroundTaskState.RUNNING, "started")))
			.satisfies((task) -> assertThat(task.state()).isEqualTo(BackgroundTaskState.RUNNING))
			.satisfies((task) -> assertThat(task.status()).isEqualTo("started"));
		BackgroundTaskFilter live = BackgroundTaskFilter.ofSession("s1").withKind("other");
		assertThat(this.host.list(live, 10, null).records()).hasSize(1);
		BackgroundTaskRecord completed = this.host.complete("task:one", BackgroundTaskCompletion.completed("done"));
		assertThat(completed.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(completed.summary()).isEqualTo("done");
		assertThat(completed.finishedAt()).isEqualTo(this.clock.instant());
		assertThat(this.host.list(live, 10, null).records()).isEmpty();
	}

}
