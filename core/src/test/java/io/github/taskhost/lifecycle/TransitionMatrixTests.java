package io.github.taskhost.lifecycle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.taskhost.task.BackgroundTaskState.CANCELLED;
import static io.github.taskhost.task.BackgroundTaskState.CANCEL_REQUESTED;
import static io.github.taskhost.task.BackgroundTaskState.COMPLETED;
import static io.github.taskhost.task.BackgroundTaskState.FAILED;
import static io.github.taskhost.task.BackgroundTaskState.PENDING;
import static io.github.taskhost.task.BackgroundTaskState.RUNNING;
import static io.github.taskhost.task.BackgroundTaskState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The outcome of every command in every state. A row has the outcomes in PENDING,
 * RUNNING, WAITING, CANCEL_REQUESTED, and in each of the three terminal states: a letter
 * for the next state (Pending, Running, Waiting, cancel reQuested, Completed, Failed,
 * cancelled X), {@code *} for a change within the state, {@code =} for none, {@code !}
 * for a refusal.
 */
class TransitionMatrixTests {

	private static final TaskFailure FAILURE = new TaskFailure(FailureKind.EXCEPTION, "E", "m");

	private static final TaskCommand.Retry RETRY = new TaskCommand.Retry(Tasks.seconds(1), 20);

	private static final List<BackgroundTaskState> STATES = List.of(PENDING, RUNNING, WAITING, CANCEL_REQUESTED,
			COMPLETED, FAILED, CANCELLED);

	private static final String BOTH = """
			start            R = = = =
			release          = = = = =
			requeue          ! P P ! !
			say              * * * * =
			update-pending   ! ! ! ! !
			update-completed ! ! ! ! !
			mark-pending     = = = = =
			mark-completed   = = = = =
			live-completed   ! ! ! ! !
			describe         * * * * =
			heartbeat        * * * * =
			answer           ! ! ! ! !
			decline          ! ! ! ! !
			withdraw         = = = = =
			lapse            = = = = =
			receive          * * * * !
			post             * * * * =
			artifact         * * * * =
			links            * * * * =
			result           * * * * =
			output           = = = = =
			unresolved       F F F F =
			cancel-now       X X X X =
			abandon          X X X X =
			end-completed    C C C C =
			end-failed       F F F F =
			end-cancelled    X X X X =
			end-running      = = = = =
			returned         C C C C =
			threw            F F F X =
			threw-silent     F F F X =
			start-threw      F F F X =
			check-timeout    = = = = =
			transfer         * * * * *
			transfer-to-same = = = = =
			retire           = = = = *
			roll-back        * = = = =
			""";

	private static final String RETRIED_BY_THE_HOST = """
			lost             F F F = =
			threw-retried    F P P X =
			end-retried      F P P F =
			""";

	/** A failure reported while the body runs ends the task without a retry. */
	private static final String RETRIED_WHEN_THE_BODY_IS_OVER = """
			lost             F F F X =
			threw-retried    F P P X =
			end-retried      F F F F =
			""";

	private static final String RETRIED_BY_THE_OWNER = """
			lost             F F F F =
			threw-retried    F F F X =
			end-retried      F F F F =
			""";

	private static final String WATCHED_BODY = """
			check-heartbeat  = F = = =
			""";

	private static final String WATCHED_WORK = """
			check-heartbeat  = F = F =
			""";

	private static final String STARTED_BY_THE_HOST = """
			update-running   * * R * =
			update-waiting   * W * * =
			update-cancel    X Q Q = =
			mark-running     * * R * =
			mark-waiting     * W * * =
			live-running     * * R * =
			live-waiting     * W * * =
			ask              ! W * ! !
			request-cancel   X Q Q = =
			unregister       = = = = =
			""";

	private static final String REPORTED = """
			update-running   R * R * =
			update-waiting   W W * * =
			update-cancel    Q Q Q = =
			mark-running     R * R * =
			mark-waiting     W W * * =
			live-running     R * R * =
			live-waiting     W W * * =
			ask              W W * ! !
			request-cancel   Q Q Q = =
			unregister       * * * * =
			""";

	private static final Map<String, TaskCommand> COMMANDS = Map.ofEntries(
			Map.entry("start", new TaskCommand.Start("w")), Map.entry("release", new TaskCommand.Release()),
			Map.entry("requeue", new TaskCommand.Requeue(null, 20)),
			Map.entry("say", new TaskCommand.Update(null, "said")), Map.entry("update-pending", update(PENDING)),
			Map.entry("update-completed", update(COMPLETED)), Map.entry("update-running", update(RUNNING)),
			Map.entry("update-waiting", update(WAITING)), Map.entry("update-cancel", update(CANCEL_REQUESTED)),
			Map.entry("mark-pending", new TaskCommand.MarkLive(PENDING)),
			Map.entry("mark-completed", new TaskCommand.MarkLive(COMPLETED)),
			Map.entry("mark-running", new TaskCommand.MarkLive(RUNNING)),
			Map.entry("mark-waiting", new TaskCommand.MarkLive(WAITING)),
			Map.entry("live-completed", new TaskCommand.Live(COMPLETED)),
			Map.entry("live-running", new TaskCommand.Live(RUNNING)),
			Map.entry("live-waiting", new TaskCommand.Live(WAITING)),
			Map.entry("describe", new TaskCommand.Describe("s", Progress.of(1, "u"), "sum")),
			Map.entry("heartbeat", new TaskCommand.Heartbeat()),
			Map.entry("ask", new TaskCommand.Ask(InputRequest.of("k", "p"))),
			Map.entry("answer", Tasks.reply(InputRequest.of("k", "p"))),
			Map.entry("decline", Tasks.decline(InputRequest.of("k", "p"))),
			Map.entry("withdraw", new TaskCommand.Withdraw(InputRequest.of("k", "p"))),
			Map.entry("lapse", new TaskCommand.Lapse("k")), Map.entry("receive", new TaskCommand.Receive(message())),
			Map.entry("post", new TaskCommand.Post(message())),
			Map.entry("artifact", new TaskCommand.AddArtifact(new TaskArtifact("a", null, null, null), 1)),
			Map.entry("links", new TaskCommand.AddLinks(new TaskLinks(null, "job", List.of()))),
			Map.entry("result", new TaskCommand.SetResult(TaskResult.omitted("why"))),
			Map.entry("output", new TaskCommand.Output()),
			Map.entry("request-cancel", new TaskCommand.RequestCancel("r", "b")),
			Map.entry("cancel-now", new TaskCommand.CancelNow("r", "b", false)),
			Map.entry("abandon", new TaskCommand.CancelNow("r", "b", true)), Map.entry("end-completed", end(COMPLETED)),
			Map.entry("end-failed", end(FAILED)), Map.entry("end-cancelled", end(CANCELLED)),
			Map.entry("end-running", end(RUNNING)), Map.entry("returned", new TaskCommand.BodyReturned(null)),
			Map.entry("threw", new TaskCommand.BodyThrew(FAILURE, false)),
			Map.entry("threw-silent", new TaskCommand.BodyThrew(FAILURE, true)),
			Map.entry("start-threw", new TaskCommand.StartThrew(FAILURE, null, true)),
			Map.entry("check-timeout", new TaskCommand.CheckTimeout(1, Tasks.seconds(10))),
			Map.entry("transfer", new TaskCommand.Transfer("s2")),
			Map.entry("transfer-to-same", new TaskCommand.Transfer("s1")),
			Map.entry("retire", new TaskCommand.Remove(TaskCommand.Removal.RETENTION)),
			Map.entry("roll-back", new TaskCommand.Remove(TaskCommand.Removal.ROLLED_BACK)),
			Map.entry("threw-retried", new TaskCommand.BodyThrew(FAILURE, false, RETRY)),
			Map.entry("end-retried", new TaskCommand.End(FAILED, null, FAILURE, RETRY)),
			Map.entry("unresolved", new TaskCommand.Unresolved("Its kind is unknown.")),
			Map.entry("lost", new TaskCommand.Lost(1, 3, false, 20)),
			Map.entry("check-heartbeat",
					new TaskCommand.CheckHeartbeat(Tasks.seconds(1), Tasks.seconds(10), Tasks.START)),
			Map.entry("unregister", new TaskCommand.Remove(TaskCommand.Removal.UNREGISTERED)));

	private static TaskMessage message() {
		return new TaskMessage("tmsg_1", MessageDirection.INBOUND, List.of(TaskMessagePart.text("hi")), Tasks.LATER,
				null, null, MessageDelivery.QUEUED);
	}

	private static TaskCommand update(BackgroundTaskState state) {
		return new TaskCommand.Update(state, null);
	}

	private static TaskCommand end(BackgroundTaskState state) {
		return new TaskCommand.End(state, null, null);
	}

	/** Each mode in each state, and the records that the commands lead to. */
	static Stream<BackgroundTaskRecord> records() {
		return Stream.of(TaskMode.values())
			.flatMap((mode) -> STATES.stream().map((state) -> recordOf(mode, state)))
			.flatMap((record) -> Stream.concat(Stream.of(record), after(record)))
			.distinct();
	}

	private static Stream<BackgroundTaskRecord> after(BackgroundTaskRecord record) {
		return COMMANDS.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((command) -> Tasks.decide(record, command.getValue()))
			.filter(Decision.Changed.class::isInstance)
			.map((decision) -> ((Decision.Changed) decision).next());
	}

	private static BackgroundTaskRecord recordOf(TaskMode mode, BackgroundTaskState state) {
		return Tasks.inState(Tasks.newTask(Tasks.registration().maxAttempts(2).build(), mode, RUNNING), state);
	}

	static Stream<Arguments> everyPair() {
		return Stream.of(TaskMode.values())
			.flatMap((mode) -> rows(mode).flatMap((row) -> IntStream.range(0, STATES.size())
				.mapToObj((state) -> Arguments.of(mode, STATES.get(state), row[0], row[Math.min(state, 4) + 1]))));
	}

	private static Stream<String[]> rows(TaskMode mode) {
		String starts = mode.isOwnersToStart() ? REPORTED + RETRIED_BY_THE_OWNER : STARTED_BY_THE_HOST
				+ ((mode == TaskMode.MANAGED) ? RETRIED_WHEN_THE_BODY_IS_OVER : RETRIED_BY_THE_HOST);
		return (BOTH + starts + (mode.isReported() ? WATCHED_WORK : WATCHED_BODY)).lines()
			.map((line) -> line.split(" +"));
	}

	@ParameterizedTest(name = "{0} {1}: {2} -> {3}")
	@MethodSource("everyPair")
	void commandHasTheOutcomeOfTheTable(TaskMode mode, BackgroundTaskState state, String command, String outcome) {
		BackgroundTaskRecord record = recordOf(mode, state);
		assertThat(outcomeOf(record, Tasks.decide(record, COMMANDS.get(command)))).isEqualTo(outcome);
	}

	private static String outcomeOf(BackgroundTaskRecord before, Decision decision) {
		return switch (decision) {
			case Decision.Unchanged unchanged when unchanged.current() == before -> "=";
			case Decision.Unchanged ignored -> "another record";
			case Decision.Refused ignored -> "!";
			case Decision.Changed changed when changed.next().state() == before.state() -> "*";
			case Decision.Changed changed -> letterOf(changed.next().state());
		};
	}

	private static String letterOf(BackgroundTaskState state) {
		return switch (state) {
			case PENDING -> "P";
			case RUNNING -> "R";
			case WAITING -> "W";
			case CANCEL_REQUESTED -> "Q";
			case COMPLETED -> "C";
			case FAILED -> "F";
			case CANCELLED -> "X";
		};
	}

	@Test
	void tableHasEveryCommand() {
		for (TaskMode mode : TaskMode.values()) {
			assertThat(rows(mode).map((row) -> row[0])).containsExactlyInAnyOrderElementsOf(COMMANDS.keySet());
		}
		assertThat(COMMANDS.values().stream().<Class<?>>map(TaskCommand::getClass).collect(Collectors.toSet()))
			.containsExactlyInAnyOrderElementsOf(commandsOf(TaskCommand.class).toList());
	}

	private static Stream<Class<?>> commandsOf(Class<?> sealed) {
		return Arrays.stream(sealed.getPermittedSubclasses())
			.flatMap((type) -> type.isSealed() ? commandsOf(type) : Stream.of(type));
	}

}
