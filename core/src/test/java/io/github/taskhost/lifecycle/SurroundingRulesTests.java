package io.github.taskhost.lifecycle;

import java.util.List;
import java.util.Set;

import io.github.taskhost.HostPhase;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of admission, names, closing and work. */
class SurroundingRulesTests {

	private static final HostLimits LIMITS = HostLimits.withDefaults().withLiveTasks(10, 5);

	private static final BackgroundTaskRecord LIVE = Tasks.external(BackgroundTaskState.RUNNING);

	private static final BackgroundTaskRecord ENDED = Tasks.external(BackgroundTaskState.COMPLETED);

	@Test
	void workIsAdmittedUpToTheLimits() {
		assertThat(AdmissionRules.rejection(HostPhase.RUNNING, false, 9, 4, 1, LIMITS)).isNull();
		assertThat(AdmissionRules.rejection(HostPhase.RUNNING, false, 10, 4, 1, LIMITS))
			.isEqualTo(RejectionReason.LIVE_TASKS);
		assertThat(AdmissionRules.rejection(HostPhase.RUNNING, false, 9, 5, 1, LIMITS))
			.isEqualTo(RejectionReason.SESSION_LIVE_TASKS);
		assertThat(AdmissionRules.rejection(HostPhase.RUNNING, false, 0, 3, 3, LIMITS))
			.isEqualTo(RejectionReason.SESSION_LIVE_TASKS);
	}

	@Test
	void closingSessionsAndStoppingHostsAdmitNothing() {
		assertThat(AdmissionRules.rejection(HostPhase.RUNNING, true, 0, 0, 1, LIMITS))
			.isEqualTo(RejectionReason.SESSION_CLOSING);
		assertThat(AdmissionRules.rejection(HostPhase.DRAINING, false, 0, 0, 1, LIMITS)).isNull();
		assertThat(AdmissionRules.rejection(HostPhase.STOPPING, true, 0, 0, 1, LIMITS))
			.isEqualTo(RejectionReason.SHUTDOWN);
		assertThat(AdmissionRules.rejection(HostPhase.STOPPED, false, 0, 0, 1, LIMITS))
			.isEqualTo(RejectionReason.SHUTDOWN);
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void onlyPendingWorkOfTheHostWaitsForItsStart(BackgroundTaskState state) {
		assertThat(WorkRules.waitsForItsStart(Tasks.managed(state))).isEqualTo(state == BackgroundTaskState.PENDING);
		assertThat(WorkRules.waitsForItsStart(Tasks.external(state))).isFalse();
	}

	@Test
	void idDenotesTheOnlyLiveTaskElseTheOnlyTask() {
		assertThat(NamingRules.meant(List.of(ENDED))).isZero();
		assertThat(NamingRules.meant(List.of(ENDED, LIVE, ENDED))).isEqualTo(1);
		assertThat(NamingRules.meant(List.of(LIVE, LIVE))).isNegative();
		assertThat(NamingRules.meant(List.of(ENDED, ENDED))).isNegative();
		assertThat(NamingRules.meant(List.of())).isNegative();
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void liveTaskKeepsItsId(BackgroundTaskState state) {
		assertThat(NamingRules.keepsItsId(Tasks.external(state))).isEqualTo(!state.isTerminal());
	}

	@Test
	void holderOfAKeyAnswersForTheSameKindAndInput() {
		BackgroundTaskRecord holder = Tasks.newTask(Tasks.registration().input(new JsonPayload("1")).build(),
				TaskMode.REGISTERED, BackgroundTaskState.PENDING);
		assertThat(NamingRules.answersFor(holder, Tasks.registration().input(new JsonPayload("1")).build())).isTrue();
		assertThat(NamingRules.answersFor(holder, Tasks.registration().input(new JsonPayload("2")).build())).isFalse();
		assertThat(NamingRules.answersFor(holder, Tasks.registration().build())).isFalse();
	}

	@Test
	void closeFollowsThePolicyAndFallsBackWithoutASuccessor() {
		assertThat(ClosingRules.onClose(closing(ClosePolicy.KEEP), true, ClosePolicy.CANCEL))
			.isEqualTo(ClosePolicy.KEEP);
		assertThat(ClosingRules.onClose(closing(ClosePolicy.CANCEL), true, ClosePolicy.KEEP))
			.isEqualTo(ClosePolicy.CANCEL);
		assertThat(ClosingRules.onClose(closing(ClosePolicy.TRANSFER), true, ClosePolicy.CANCEL))
			.isEqualTo(ClosePolicy.TRANSFER);
		assertThat(ClosingRules.onClose(closing(ClosePolicy.TRANSFER), false, ClosePolicy.CANCEL))
			.isEqualTo(ClosePolicy.CANCEL);
		assertThat(ClosingRules.onClose(closing(ClosePolicy.TRANSFER), false, ClosePolicy.KEEP))
			.isEqualTo(ClosePolicy.KEEP);
	}

	private static BackgroundTaskRecord closing(ClosePolicy policy) {
		return Tasks.newTask(Tasks.registration().closePolicy(policy).build(), TaskMode.EXTERNAL,
				BackgroundTaskState.RUNNING);
	}

	@Test
	void shutdownCancelsWaitingTasksAsksOtherBodiesAndLeavesReportedWork() {
		assertThat(ClosingRules.onShutdown(Tasks.managed(BackgroundTaskState.WAITING)))
			.isInstanceOf(TaskCommand.CancelNow.class);
		assertThat(ClosingRules.onShutdown(Tasks.managed(BackgroundTaskState.RUNNING)))
			.isInstanceOf(TaskCommand.RequestCancel.class);
		assertThat(ClosingRules.onShutdown(Tasks.external(BackgroundTaskState.WAITING))).isNull();
	}

	@ParameterizedTest
	@EnumSource(BackgroundTaskState.class)
	void newChildIsCancelledWithItsParentAndAfterItsFailure(BackgroundTaskState state) {
		boolean cancelled = state == BackgroundTaskState.CANCEL_REQUESTED || state == BackgroundTaskState.CANCELLED;
		boolean failed = state == BackgroundTaskState.FAILED;
		List<CascadeTrigger> none = fates(state, Set.of());
		assertThat(none).isEqualTo(
				cancelled ? List.of(CascadeTrigger.CANCEL) : failed ? List.of(CascadeTrigger.FAILURE) : List.of());
		assertThat(fates(state, Set.of(CascadeTrigger.FAILURE))).containsExactly(CascadeTrigger.FAILURE);
		assertThat(fates(state, Set.of(CascadeTrigger.CANCEL))).startsWith(CascadeTrigger.CANCEL)
			.hasSize(failed ? 2 : 1);
		assertThat(fates(state, Set.of(CascadeTrigger.values()))).containsExactly(CascadeTrigger.CANCEL,
				CascadeTrigger.FAILURE);
	}

	private static List<CascadeTrigger> fates(BackgroundTaskState parent, Set<CascadeTrigger> passedOn) {
		return FamilyRules.forNewChild(Tasks.external(parent), passedOn).stream().map(FamilyRules::fate).toList();
	}

	@Test
	void reasonOfARecordFromElsewhereTellsOfTheFailureOfAnAncestor() {
		TaskCommand failure = FamilyRules.failed(Tasks.external(BackgroundTaskState.FAILED));
		BackgroundTaskRecord requested = Tasks.changed(Tasks.external(BackgroundTaskState.RUNNING), failure).next();
		assertThat(FamilyRules.forNewChild(requested, Set.of())).containsExactly(failure);
	}

	@Test
	void furtherRequestFindsNoDescendantsAndForceAlwaysMay() {
		BackgroundTaskRecord live = Tasks.external(BackgroundTaskState.CANCEL_REQUESTED);
		BackgroundTaskRecord ended = Tasks.external(BackgroundTaskState.FAILED);
		TaskCommand failure = FamilyRules.failed(ended);
		TaskCommand request = new TaskCommand.RequestCancel(null, null);
		TaskCommand force = new TaskCommand.CancelNow(null, null, false);
		Set<CascadeTrigger> cancel = Set.of(CascadeTrigger.CANCEL);
		assertThat(FamilyRules.isNews(request, live, false, cancel)).isFalse();
		assertThat(FamilyRules.isNews(request, live, true, cancel)).isTrue();
		assertThat(FamilyRules.isNews(request, live, false, Set.of(CascadeTrigger.FAILURE))).isTrue();
		assertThat(FamilyRules.isNews(request, ended, false, cancel)).isTrue();
		assertThat(FamilyRules.isNews(force, live, false, cancel)).isTrue();
		assertThat(FamilyRules.isNews(failure, ended, true, cancel)).isFalse();
		assertThat(FamilyRules.isNews(failure, ended, true, Set.of())).isTrue();
	}

	@Test
	void registrationDecidesBeforeTheKindWhetherAFailureReachesATask() {
		TaskCommand failure = FamilyRules.failed(Tasks.external(BackgroundTaskState.FAILED));
		KindOptions kept = KindOptions.NONE.withOnParentFailure(ParentFailurePolicy.KEEP);
		assertThat(FamilyRules.reaches(failure, Tasks.registration().build(), KindOptions.NONE)).isTrue();
		assertThat(FamilyRules.reaches(failure, Tasks.registration().build(), kept)).isFalse();
		assertThat(FamilyRules.reaches(failure,
				Tasks.registration().onParentFailure(ParentFailurePolicy.CANCEL).build(), kept))
			.isTrue();
		assertThat(FamilyRules.reaches(new TaskCommand.RequestCancel(null, null), Tasks.registration().build(), kept))
			.isTrue();
	}

	@Test
	void onlyCooperativeBodiesAreEscalated() {
		assertThat(WorkRules.escalates(Tasks.managed(BackgroundTaskState.CANCEL_REQUESTED))).isTrue();
		assertThat(WorkRules.escalates(Tasks.managed(BackgroundTaskState.RUNNING))).isFalse();
		assertThat(WorkRules.escalates(Tasks.managed(BackgroundTaskState.CANCELLED))).isFalse();
		assertThat(WorkRules.escalates(Tasks.external(BackgroundTaskState.CANCEL_REQUESTED))).isFalse();
	}

	@Test
	void slotIsLentOutWhileWaiting() {
		assertThat(WorkRules.holdsSlot(Tasks.managed(BackgroundTaskState.WAITING))).isFalse();
		assertThat(WorkRules.holdsSlot(Tasks.managed(BackgroundTaskState.RUNNING))).isTrue();
		assertThat(WorkRules.windsDown(Tasks.managed(BackgroundTaskState.CANCEL_REQUESTED))).isTrue();
		assertThat(WorkRules.windsDown(Tasks.managed(BackgroundTaskState.RUNNING))).isFalse();
	}

	@Test
	void bodyCannotBeExternal() {
		NewTask body = new NewTask("s1", Tasks.registration().cancelPolicy(CancelPolicy.EXTERNAL).build(),
				TaskMode.MANAGED, BackgroundTaskState.RUNNING, KindOptions.NONE, "tests", null, null, null, List.of(),
				false);
		assertThat(body.refusal()).isNotNull().extracting(Decision.Refused::message).asString().contains("EXTERNAL");
		NewTask reported = new NewTask("s1", Tasks.registration().cancelPolicy(CancelPolicy.EXTERNAL).build(),
				TaskMode.REGISTERED, BackgroundTaskState.PENDING, KindOptions.NONE, "tests", null, null, null,
				List.of(), false);
		assertThat(reported.refusal()).isNull();
	}

}
