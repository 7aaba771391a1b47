package io.github.taskhost.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskResultException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ProblemDetail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link TaskProblems}.
 */
class TaskProblemsTests {

	@ParameterizedTest
	@MethodSource("problems")
	void exceptionHasItsStatusAndType(BackgroundTaskException ex, int status, String type) {
		ProblemDetail problem = TaskProblems.of(ex);
		assertThat(problem.getStatus()).isEqualTo(status);
		assertThat(problem.getType()).hasToString("tag:taskhost.github.io,2026:problem/" + type);
		assertThat(problem.getTitle()).isNotBlank();
		assertThat(problem.getDetail()).isEqualTo(ex.getMessage());
	}

	static Stream<Arguments> problems() {
		return Stream.of(arguments(new InvalidTaskArgumentException("x"), 400, "invalid-argument"),
				arguments(new InvalidOptionException("x", "max", 0, "1"), 400, "invalid-argument"),
				arguments(new AnswerRefusedException("x"), 400, "answer-refused"),
				arguments(new AnswerNotPermittedException("x"), 403, "answer-not-permitted"),
				arguments(new TaskNotFoundException("x"), 404, "task-not-found"),
				arguments(new UnknownTaskKindException("x"), 404, "unknown-kind"),
				arguments(new TaskConflictException("x"), 409, "task-conflict"),
				arguments(new TaskStateException("x"), 409, "task-state"),
				arguments(new StaleAttemptException("x"), 409, "stale-attempt"),
				arguments(new UnsupportedTaskOperationException("remote", "deliver"), 409, "unsupported-operation"),
				arguments(new TaskCancelledException("x"), 409, "task-cancelled"),
				arguments(new InputWithdrawnException("key", "x"), 409, "input-withdrawn"),
				arguments(new InputDeadlineException("key", "x"), 409, "input-withdrawn"),
				arguments(new InputDeclinedException("key", null, null, "x"), 409, "input-withdrawn"),
				arguments(new TooManyTaskStreamsException("x"), 429, "too-many-streams"),
				arguments(new TaskAwaitTimeoutException("x"), 504, "await-timeout"));
	}

	@ParameterizedTest
	@EnumSource
	void refusalHasItsReasonAndTheStatusOfIt(RejectionReason reason) {
		ProblemDetail problem = TaskProblems.of(new TaskRejectedException(reason, "x"));
		int status = switch (reason) {
			case SESSION_CLOSING -> 409;
			case SESSION_LIVE_TASKS, MESSAGES, ANSWERS, QUESTIONS -> 429;
			case LIVE_TASKS, HIDDEN_TASKS, KINDS, SUBSCRIPTIONS, SCHEDULES, SHUTDOWN -> 503;
		};
		assertThat(problem.getStatus()).isEqualTo(status);
		assertThat(problem.getProperties()).isEqualTo(Map.of("reason", reason.name().toLowerCase(Locale.ROOT)));
	}

	@Test
	void otherSessionsAreNotShown() {
		ProblemDetail problem = TaskProblems.of(new AmbiguousTaskException("in ann, bob", List.of("ann", "bob")));
		assertThat(problem.getStatus()).isEqualTo(409);
		assertThat(problem.toString()).contains("ambiguous-task").doesNotContain("ann", "bob");
	}

	@Test
	void exceptionsOfBodiesAreNotShown() {
		ProblemDetail problem = TaskProblems
			.of(new TaskResultException("It failed: password=secret", new IllegalStateException("password=secret")));
		assertThat(problem.getStatus()).isEqualTo(409);
		assertThat(problem.getType().toString()).endsWith("task-state");
		assertThat(problem.getDetail())
			.isEqualTo("The task has no result that can be read. Its record has its state and its failure.");
	}

	@Test
	void failureThatTheHostReportsIsNotShown() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("i").build(), null);
			host.reporter("s1", "i").fail(new TaskFailure(FailureKind.REPORTED, null, "password=secret"));
			assertThatExceptionOfType(TaskResultException.class).isThrownBy(() -> host.task("s1", "i").result())
				.withMessageContaining("secret")
				.satisfies((ex) -> assertThat(TaskProblems.of(ex).toString()).doesNotContain("secret"));
		}
	}

	@Test
	void errorOfTheDatabaseIsNotShown() {
		ProblemDetail problem = TaskProblems.of(new JournalUnavailableException("secret", null));
		assertThat(problem.getStatus()).isEqualTo(503);
		assertThat(problem.toString()).contains("store-unavailable").doesNotContain("secret");
	}

	@Test
	void causesOfServerErrorsAreNotShown() {
		for (BackgroundTaskException ex : List.of(new BackgroundTaskException("secret"),
				new HiddenTaskException("secret", new IllegalStateException("secret")))) {
			ProblemDetail problem = TaskProblems.of(ex);
			assertThat(problem.getStatus()).isEqualTo(500);
			assertThat(problem.toString()).contains("task-error").doesNotContain("secret");
		}
	}

}
