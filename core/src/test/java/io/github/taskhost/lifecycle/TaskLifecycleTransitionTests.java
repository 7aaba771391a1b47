package io.github.taskhost.lifecycle;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCELLED;
import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/** The table of states: each transition in it, and no other. */
class TaskLifecycleTransitionTests {

	private static final TaskFailure FAILURE = new TaskFailure(FailureKind.EXCEPTION, "E", "m");

	/** The states that each live state can change to. */
	private static final Map<BackgroundTaskState, Set<BackgroundTaskState>> TABLE = Map.of(PENDING,
			EnumSet.of(RUNNING, WAITING, CANCEL_REQUESTED, COMPLETED, FAILED, CANCELLED), RUNNING,
			EnumSet.of(WAITING, PENDING, CANCEL_REQUESTED, COMPLETED, FAILED, CANCELLED), WAITING,
			EnumSet.of(RUNNING, PENDING, CANCEL_REQUESTED, COMPLETED, FAILED, CANCELLED), CANCEL_REQUESTED,
			EnumSet.of(COMPLETED, FAILED, CANCELLED), COMPLETED, Set.of(), FAILED, Set.of(), CANCELLED, Set.of());

	static List<TaskCommand> commands() {
		return List.of(new TaskCommand.Start("w"), new TaskCommand.Requeue("again", 20),
				new TaskCommand.Update(RUNNING, "x"), new TaskCommand.Update(WAITING, null),
				new TaskCommand.Update(PENDING, null), new TaskCommand.Update(COMPLETED, null),
				new TaskCommand.Update(CANCEL_REQUESTED, null), new TaskCommand.MarkLive(RUNNING),
				new TaskCommand.MarkLive(WAITING), new TaskCommand.MarkLive(PENDING),
				new TaskCommand.MarkLive(CANCEL_REQUESTED), new TaskCommand.Live(RUNNING),
				new TaskCommand.Live(WAITING), new TaskCommand.Live(COMPLETED),
				new TaskCommand.Describe("s", Progress.of(1, "u"), "sum"), new TaskCommand.Heartbeat(),
				new TaskCommand.Ask(InputRequest.of("k", "p")), Tasks.reply(InputRequest.of("k", "p")),
				new TaskCommand.RequestCancel("r", "b"), new TaskCommand.CancelNow("r", "b", false),
				new TaskCommand.CancelNow("r", "b", true), new TaskCommand.End(COMPLETED, "s", null),
				new TaskCommand.End(FAILED, "s", FAILURE), new TaskCommand.End(CANCELLED, null, null),
				new TaskCommand.End(RUNNING, null, null), new TaskCommand.BodyReturned(null),
				new TaskCommand.BodyThrew(FAILURE, true), new TaskCommand.BodyThrew(FAILURE, false),
				new TaskCommand.CheckTimeout(1, Tasks.seconds(10)), new TaskCommand.Transfer("s2"),
				new TaskCommand.Remove(TaskCommand.Removal.RETENTION),
				new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED));
	}

	static Stream<Arguments> everyPair() {
		return Stream.of(BackgroundTaskState.values())
			.flatMap((state) -> commands().stream().map((command) -> Arguments.of(state, command)));
	}

	@ParameterizedTest
	@MethodSource("everyPair")
	void everyChangeOfStateIsInTheTable(BackgroundTaskState state, TaskCommand command) {
		for (TaskMode mode : TaskMode.values()) {
			BackgroundTaskRecord record = Tasks.inState(Tasks.newTask(Tasks.registration().build(), mode, RUNNING),
					state);
			if (Tasks.decide(record, command) instanceof Decision.Changed changed
					&& changed.next().state() != record.state()) {
				assertThat(TABLE.get(state)).contains(changed.next().state());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("everyPair")
	void changeWithoutEventIsAHeartbeat(BackgroundTaskState state, TaskCommand command) {
		BackgroundTaskRecord record = Tasks.external(state);
		if (Tasks.decide(record, command) instanceof Decision.Changed changed) {
			boolean heartbeat = changed.events().isEmpty();
			if (heartbeat) {
				assertThat(changed.next()).isEqualTo(record.toBuilder().heartbeatAt(Tasks.LATER).build());
			}
			boolean removal = command instanceof TaskCommand.Remove;
			assertThat(changed.next().version()).isEqualTo(record.version() + ((heartbeat || removal) ? 0 : 1));
			assertThat(changed.next().uid()).isEqualTo(record.uid());
		}
	}

	@Test
	void newTaskIsPendingOrRunning() {
		assertThat(Tasks.newTask(Tasks.registration().build(), TaskMode.REGISTERED, PENDING).state())
			.isEqualTo(PENDING);
		assertThat(Tasks.newTask(Tasks.registration().build(), TaskMode.EXTERNAL, RUNNING).state()).isEqualTo(RUNNING);
	}

	@Test
	void pendingIsStartedByTheHost() {
		Decision.Changed start = Tasks.changed(Tasks.managed(PENDING), new TaskCommand.Start("w1"));
		assertThat(start.next().state()).isEqualTo(RUNNING);
		assertThat(start.next().workerId()).isEqualTo("w1");
		assertThat(start.next().startedAt()).isEqualTo(Tasks.LATER);
		assertThat(Tasks.told(start)).containsExactly("StateChanged");
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "RUNNING", "WAITING" })
	void pendingIsStartedByAReport(BackgroundTaskState state) {
		BackgroundTaskRecord registered = Tasks.newTask(Tasks.registration().build(), TaskMode.REGISTERED, PENDING);
		Decision.Changed report = Tasks.changed(registered, new TaskCommand.Update(state, null));
		assertThat(report.next().state()).isEqualTo(state);
		assertThat(report.next().startedAt()).isEqualTo(Tasks.LATER);
	}

	@Test
	void reportsDoNotStartAQueuedBody() {
		Tasks.onlyHeard(Tasks.managed(PENDING), new TaskCommand.MarkLive(RUNNING));
		Tasks.onlyHeard(Tasks.managed(PENDING), new TaskCommand.Update(RUNNING, null));
	}

	@Test
	void runningAndWaitingAlternate() {
		BackgroundTaskRecord waiting = Tasks.changed(Tasks.external(RUNNING), new TaskCommand.MarkLive(WAITING)).next();
		assertThat(waiting.state()).isEqualTo(WAITING);
		assertThat(Tasks.changed(waiting, new TaskCommand.MarkLive(RUNNING)).next().state()).isEqualTo(RUNNING);
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "RUNNING", "WAITING" })
	void retryWaitsAsPendingUnderTheNextAttempt(BackgroundTaskState state) {
		BackgroundTaskRecord next = Tasks.changed(Tasks.managed(state), new TaskCommand.Requeue("in 5 s", 20)).next();
		assertThat(next.state()).isEqualTo(PENDING);
		assertThat(next.attempt()).isEqualTo(2);
		assertThat(next.workerId()).isNull();
		assertThat(next.status()).isEqualTo("in 5 s");
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "PENDING", "CANCEL_REQUESTED" })
	void retryIsRefusedBeforeAStartAndAfterACancelRequest(BackgroundTaskState state) {
		assertThat(Tasks.refused(Tasks.managed(state), new TaskCommand.Requeue(null, 20)).why())
			.isEqualTo(Decision.Refusal.STATE);
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "PENDING", "RUNNING", "WAITING" })
	void cancelRequestLeadsToCancelRequested(BackgroundTaskState state) {
		BackgroundTaskRecord after = Tasks.changed(Tasks.external(state), new TaskCommand.RequestCancel("why", "who"))
			.next();
		assertThat(after.state()).isEqualTo(CANCEL_REQUESTED);
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "PENDING", "RUNNING", "WAITING", "CANCEL_REQUESTED" })
	void everyLiveStateCanEnd(BackgroundTaskState state) {
		for (BackgroundTaskState end : EnumSet.of(COMPLETED, FAILED, CANCELLED)) {
			BackgroundTaskRecord after = Tasks.changed(Tasks.external(state), new TaskCommand.End(end, null, null))
				.next();
			assertThat(after.state()).isEqualTo(end);
			assertThat(after.finishedAt()).isEqualTo(Tasks.LATER);
		}
	}

}
