package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.WakePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The first record of a task. */
class NewTaskTests {

	private static final UUID UID = new UUID(0x7000L, 0x8000_0000_0000_0000L);

	private static final KindOptions KIND = KindOptions.NONE.withCancelPolicy(CancelPolicy.ABORT_LOCAL)
		.withClosePolicy(ClosePolicy.TRANSFER)
		.withTimeout(Duration.ofMinutes(5));

	private static NewTask task(BackgroundTaskRegistration registration, TaskMode mode, BackgroundTaskState state,
			KindOptions options) {
		return new NewTask("s1", registration, mode, state, options, "app", null, null, null, List.of(), false);
	}

	private static BackgroundTaskRecord first(BackgroundTaskRegistration.Builder registration, KindOptions options) {
		return task(registration.build(), TaskMode.EXTERNAL, BackgroundTaskState.RUNNING, options)
			.register(UID, Tasks.START)
			.next();
	}

	@Test
	void policiesOfTheTaskOverrideThoseOfItsKind() {
		BackgroundTaskRecord record = first(Tasks.registration()
			.cancelPolicy(CancelPolicy.EXTERNAL)
			.closePolicy(ClosePolicy.CANCEL)
			.timeout(Duration.ofSeconds(1)), KIND);
		assertThat(record.cancelPolicy()).isEqualTo(CancelPolicy.EXTERNAL);
		assertThat(record.closePolicy()).isEqualTo(ClosePolicy.CANCEL);
		assertThat(record.timeout()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void policiesOfTheKindApplyWhereTheTaskSetsNone() {
		BackgroundTaskRecord record = first(Tasks.registration(), KIND);
		assertThat(record.cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
		assertThat(record.closePolicy()).isEqualTo(ClosePolicy.TRANSFER);
		assertThat(record.timeout()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void withoutAnyPolicyTasksAreCooperativeAndKept() {
		BackgroundTaskRecord record = first(Tasks.registration(), KindOptions.NONE);
		assertThat(record.cancelPolicy()).isEqualTo(CancelPolicy.COOPERATIVE);
		assertThat(record.closePolicy()).isEqualTo(ClosePolicy.KEEP);
		assertThat(record.timeout()).isNull();
		assertThat(record.attempt()).isOne();
		assertThat(record.maxAttempts()).isOne();
		assertThat(record.wakePolicy()).isEqualTo(WakePolicy.SILENT);
	}

	@ParameterizedTest
	@EnumSource(TaskMode.class)
	void externalPolicyOfTheKindIsRefusedForBodiesOnly(TaskMode mode) {
		KindOptions external = KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL);
		Decision.Refused refusal = task(Tasks.registration().build(), mode, BackgroundTaskState.RUNNING, external)
			.refusal();
		if (mode == TaskMode.MANAGED) {
			assertThat(refusal).isNotNull();
			assertThat(refusal.why()).isEqualTo(Decision.Refusal.INVALID);
			assertThat(refusal.message()).contains("'other'").contains("EXTERNAL").contains("COOPERATIVE");
		}
		else {
			assertThat(refusal).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(TaskMode.class)
	void startDelayIsForWorkThatTheHostStarts(TaskMode mode) {
		BackgroundTaskRegistration later = Tasks.registration().startAfter(Duration.ofMinutes(1)).build();
		Decision.Refused refusal = task(later, mode, BackgroundTaskState.PENDING, KindOptions.NONE).refusal();
		if (mode == TaskMode.EXTERNAL || mode == TaskMode.REGISTERED) {
			assertThat(refusal).isNotNull();
			assertThat(refusal.why()).isEqualTo(Decision.Refusal.INVALID);
			assertThat(refusal.message()).contains("'other'").contains("startAfter");
		}
		else {
			assertThat(refusal).isNull();
		}
	}

	@Test
	void bodyMayOverrideTheExternalPolicyOfItsKind() {
		BackgroundTaskRegistration registration = Tasks.registration().cancelPolicy(CancelPolicy.COOPERATIVE).build();
		assertThat(task(registration, TaskMode.MANAGED, BackgroundTaskState.RUNNING,
				KindOptions.NONE.withCancelPolicy(CancelPolicy.EXTERNAL))
			.refusal()).isNull();
	}

	@Test
	void firstRecordHasTheRegisteredValues() {
		UUID parent = new UUID(1, 2);
		BackgroundTaskRegistration registration = Tasks.registration()
			.displayName("Orders")
			.producer("orders-bean")
			.parentTaskId("p1")
			.maxAttempts(3)
			.idempotencyKey("k1")
			.input(new JsonPayload("{}"))
			.links(TaskLinks.ofChildSession("s9"))
			.build();
		BackgroundTaskRecord record = new NewTask("s1", registration, TaskMode.MANAGED, BackgroundTaskState.RUNNING,
				KindOptions.NONE, "app", parent, "w1", null, List.of(), false)
			.register(UID, Tasks.START)
			.next();
		assertThat(record.uid()).isEqualTo(UID);
		assertThat(record.sessionId()).isEqualTo("s1");
		assertThat(record.id()).isEqualTo("t1");
		assertThat(record.displayName()).isEqualTo("Orders");
		assertThat(record.producer()).isEqualTo("orders-bean");
		assertThat(record.parentTaskId()).isEqualTo("p1");
		assertThat(record.parentUid()).isEqualTo(parent);
		assertThat(record.workerId()).isEqualTo("w1");
		assertThat(record.maxAttempts()).isEqualTo(3);
		assertThat(record.idempotencyKey()).isEqualTo("k1");
		assertThat(record.input()).isEqualTo(new JsonPayload("{}"));
		assertThat(record.links().childSessionId()).isEqualTo("s9");
		assertThat(record.mode()).isEqualTo(TaskMode.MANAGED);
	}

	@Test
	void hostIsTheDefaultProducer() {
		assertThat(first(Tasks.registration(), KindOptions.NONE).producer()).isEqualTo("app");
	}

	@Test
	void missingIdIsDerivedFromTheUid() {
		BackgroundTaskRecord record = first(BackgroundTaskRegistration.ofKind("other"), KindOptions.NONE);
		assertThat(record.id()).isEqualTo("task_" + UID);
		assertThat(record.displayName()).isEqualTo(record.id());
		assertThat(record.hasGeneratedId()).isTrue();
	}

	@Test
	void pendingTaskHasNotStarted() {
		BackgroundTaskRecord record = task(Tasks.registration().build(), TaskMode.REGISTERED,
				BackgroundTaskState.PENDING, KindOptions.NONE)
			.register(UID, Tasks.START)
			.next();
		assertThat(record.state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(record.startedAt()).isNull();
		assertThat(record.createdAt()).isEqualTo(Tasks.START);
	}

	@Test
	void runningTaskHasStarted() {
		BackgroundTaskRecord record = first(Tasks.registration(), KindOptions.NONE);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(record.startedAt()).isEqualTo(Tasks.START);
		assertThat(record.finishedAt()).isNull();
	}

	@Test
	void firstEventCarriesTheFirstRecord() {
		Decision.Changed change = task(Tasks.registration().build(), TaskMode.EXTERNAL, BackgroundTaskState.RUNNING,
				KindOptions.NONE)
			.register(UID, Tasks.START);
		assertThat(change.events()).containsExactly(new BackgroundTaskEvent.Registered(change.next(), 1, Tasks.START));
		assertThat(change.next().eventSequence()).isOne();
	}

}
