package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.QuestionRules.NamedQuestion;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records in every state, and decisions about them.
 */
final class Tasks {

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	static final Instant LATER = START.plusSeconds(10);

	private Tasks() {
	}

	static TaskCommand reply(InputRequest question) {
		return new TaskCommand.Reply(new Answer(question.key(), new JsonPayload("true"), LATER, "tests"),
				named(question));
	}

	static TaskCommand decline(InputRequest question) {
		return new TaskCommand.Decline("no time", "tests", named(question));
	}

	/** The first question of a task, by its key. */
	private static NamedQuestion named(InputRequest question) {
		return new NamedQuestion(question.key(), 0, question.withNumber(1), null);
	}

	static BackgroundTaskRegistration.Builder registration() {
		return BackgroundTaskRegistration.ofKind("other").id("t1");
	}

	static BackgroundTaskRecord newTask(BackgroundTaskRegistration registration, TaskMode mode,
			BackgroundTaskState state) {
		NewTask task = new NewTask("s1", registration, mode, state, KindOptions.NONE, "tests", null, null, null,
				List.of(), false);
		return task.register(new UUID(0x0000_0000_0000_7000L, 0x8000_0000_0000_0000L), START).next();
	}

	static BackgroundTaskRecord managed(BackgroundTaskState state) {
		return inState(newTask(registration().build(), TaskMode.MANAGED, BackgroundTaskState.RUNNING), state);
	}

	static BackgroundTaskRecord external(BackgroundTaskState state) {
		return inState(newTask(registration().build(), TaskMode.EXTERNAL, BackgroundTaskState.RUNNING), state);
	}

	/** Takes a running task to a state, by commands where commands lead there. */
	static BackgroundTaskRecord inState(BackgroundTaskRecord running, BackgroundTaskState state) {
		return switch (state) {
			case RUNNING -> running;
			case PENDING -> running.toBuilder().state(BackgroundTaskState.PENDING).startedAt(null).build();
			case WAITING -> changed(running, new TaskCommand.MarkLive(BackgroundTaskState.WAITING), START).next();
			case CANCEL_REQUESTED -> changed(running, new TaskCommand.RequestCancel("why", "who"), START).next();
			case COMPLETED, FAILED, CANCELLED -> changed(running, new TaskCommand.End(state, null, null), START).next();
		};
	}

	static Decision decide(BackgroundTaskRecord record, TaskCommand command) {
		return TaskLifecycle.decide(record, TaskLifecycle.ANY_ATTEMPT, command, LATER);
	}

	static Decision.Changed changed(BackgroundTaskRecord record, TaskCommand command) {
		return changed(record, command, LATER);
	}

	static Decision.Changed changed(BackgroundTaskRecord record, TaskCommand command, Instant now) {
		Decision decision = TaskLifecycle.decide(record, TaskLifecycle.ANY_ATTEMPT, command, now);
		assertThat(decision).isInstanceOf(Decision.Changed.class);
		return (Decision.Changed) decision;
	}

	static void unchanged(BackgroundTaskRecord record, TaskCommand command) {
		Decision decision = decide(record, command);
		assertThat(decision).isInstanceOf(Decision.Unchanged.class);
		assertThat(((Decision.Unchanged) decision).current()).isSameAs(record);
	}

	/** Checks that a report is a sign of life and changes nothing else. */
	static void onlyHeard(BackgroundTaskRecord record, TaskCommand report) {
		Decision.Changed heard = changed(record, report);
		assertThat(heard.next()).isEqualTo(record.toBuilder().heartbeatAt(LATER).build());
		assertThat(heard.events()).isEmpty();
	}

	static Decision.Refused refused(BackgroundTaskRecord record, TaskCommand command) {
		Decision decision = decide(record, command);
		assertThat(decision).isInstanceOf(Decision.Refused.class);
		return (Decision.Refused) decision;
	}

	static List<String> told(Decision.Changed change) {
		return change.events().stream().map(Object::getClass).map(Class::getSimpleName).toList();
	}

	static BackgroundTaskEvent onlyEvent(Decision.Changed change) {
		assertThat(change.events()).hasSize(1);
		return change.events().get(0);
	}

	static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

}
