package io.github.taskhost.test.contract.session;

import java.util.List;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Transfers of tasks between sessions. */
abstract class TransfersContract extends AbstractHostContract {

	@Test
	void transferKeepsUidHistoryAndKey() {
		BackgroundTaskRecord before = this.host.register("s1", builder("t1").idempotencyKey("k").build());
		this.host.update("t1", BackgroundTaskUpdate.ofProgress("half"));
		BackgroundTaskRecord after = this.host.transfer("t1", "s2");
		assertThat(after.uid()).isEqualTo(before.uid());
		assertThat(after.status()).isEqualTo("half");
		assertThat(after.createdAt()).isEqualTo(before.createdAt());
		assertThat(this.host.register("s2", builder("x").idempotencyKey("k").build()).uid()).isEqualTo(before.uid());
		assertThat(this.host.register("s1", builder("y").idempotencyKey("k").build()).uid()).isNotEqualTo(before.uid());
	}

	@Test
	void transferToTheSameSessionChangesNothing() {
		BackgroundTaskRecord before = this.host.register("s1", named("t1"));
		assertThat(this.host.transfer("t1", "s1")).isEqualTo(before);
		this.host.transferManaged("s1", "s1", List.of("t1"));
		this.host.transferManaged("s1", "s2", List.of());
		assertThat(record("s1", "t1")).isEqualTo(before);
		assertThat(this.events.of("t1")).containsExactly("Registered");
	}

	@Test
	void cancelRequestSurvivesTransfer() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.requestCancel("t1", "enough");
		assertThat(this.host.transfer("t1", "s2").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void endedTasksAreTransferred() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.markTerminal("s1", "t1", BackgroundTaskState.FAILED);
		assertThat(this.host.transfer("t1", "s2").state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.listManaged("s2")).hasSize(1);
	}

	@Test
	void endedTaskWithTheSameIdIsReplaced() {
		BackgroundTaskRecord moving = this.host.registerExternal("s1", named("t1"), null);
		this.host.registerExternal("s2", named("t1"), null);
		this.host.markTerminal("s2", "t1", BackgroundTaskState.COMPLETED);
		this.host.transferManaged("s1", "s2", List.of("t1"));
		assertThat(this.host.listManaged("s2")).extracting(BackgroundTaskRecord::uid).containsExactly(moving.uid());
		assertThat(record("s2", "t1").uid()).isEqualTo(moving.uid());
	}

	@Test
	void idempotencyKeyInTheTargetPreventsTheTransfer() {
		this.host.register("s1", builder("t1").idempotencyKey("k").build());
		this.host.register("s2", builder("t2").idempotencyKey("k").build());
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> this.host.transfer("t1", "s2"))
			.withMessageContaining("'k'");
		assertThat(record("s1", "t1").sessionId()).isEqualTo("s1");
	}

	@Test
	void severalTasksAreTransferredAllOrNone() {
		this.host.registerExternal("s1", named("a"), null);
		this.host.registerExternal("s1", named("b"), null);
		this.host.registerExternal("s1", named("c"), null);
		this.host.registerExternal("s2", named("c"), null);
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.transferManaged("s1", "s2", List.of("a", "b", "c")));
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::id).containsExactly("a", "b", "c");
		assertThat(this.host.listManaged("s2")).extracting(BackgroundTaskRecord::id).containsExactly("c");
		this.host.transferManaged("s1", "s2", List.of("a", "absent", "b"));
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::id).containsExactly("c");
		assertThat(this.host.listManaged("s2")).extracting(BackgroundTaskRecord::id).containsExactly("a", "b", "c");
	}

	@Test
	void reportsUnderTheOldSessionReachTheTask() {
		this.host.registerExternal("s1", named("t1"), null);
		this.host.transfer("t1", "s2");
		this.host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		assertThat(record("s2", "t1").state()).isEqualTo(BackgroundTaskState.WAITING);
		assertThat(this.host.getManaged("s1", "t1")).isEmpty();
		this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(record("s2", "t1").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void subscribersOfBothSessionsSeeTheTransfer() throws Exception {
		this.host.registerExternal("s1", named("t1"), null);
		try (BackgroundTaskSubscription source = this.host.subscribe(BackgroundTaskFilter.ofSession("s1"));
				BackgroundTaskSubscription target = this.host.subscribe(BackgroundTaskFilter.ofSession("s2"))) {
			this.host.transfer("t1", "s2");
			for (BackgroundTaskSubscription reader : List.of(source, target)) {
				Optional<BackgroundTaskEvent> event = reader.next(PATIENCE);
				assertThat(event).get().isInstanceOfSatisfying(BackgroundTaskEvent.Transferred.class, (moved) -> {
					assertThat(moved.from()).isEqualTo("s1");
					assertThat(moved.record().sessionId()).isEqualTo("s2");
				});
			}
		}
	}

	@Test
	void taskKeepsItsLastHundredOldAddresses() {
		for (String id : new String[] { "mover", null }) {
			BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind("other");
			String task = this.host
				.registerExternal("m0", ((id != null) ? registration.id(id) : registration).build(), null)
				.id();
			for (int i = 1; i <= 150; i++) {
				this.host.transfer(task, "m" + i);
			}
			assertThat(this.host.task("m150", task).record().sessionId()).isEqualTo("m150");
			assertThat(this.host.task("m50", task).record().sessionId()).isEqualTo("m150");
			assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.task("m49", task));
			assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.host.task("m0", task));
			assertThat(this.host.get(task).orElseThrow().sessionId()).isEqualTo("m150");
		}
	}

}
