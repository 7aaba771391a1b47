package io.github.taskhost.test;

import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskFailure;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.github.taskhost.test.TaskAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TaskAssertTests {

	private static final String TASK = "Expected the task copy-1 of kind copy in the session ann ";

	private static BackgroundTaskRecord.Builder task() {
		return BackgroundTaskRecord.builder(new UUID(1, 2), "ann",
				BackgroundTaskRegistration.ofKind("copy").id("copy-1").build(), Instant.EPOCH);
	}

	private static BackgroundTaskRecord in(BackgroundTaskState state) {
		return task().state(state).build();
	}

	private static BackgroundTaskRecord waiting() {
		return task().state(BackgroundTaskState.WAITING)
			.inputRequest(InputRequest.of("approve", "Go on?").withNumber(1))
			.build();
	}

	private static BackgroundTaskRecord failed() {
		return task().state(BackgroundTaskState.FAILED)
			.finishedAt(Instant.EPOCH)
			.failure(TaskFailure.of(new IllegalStateException("disk full")))
			.build();
	}

	private static void assertFails(ThrowingCallable assertion, String message) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
	}

	@ParameterizedTest
	@EnumSource
	void eachStateHasItsAssertion(BackgroundTaskState state) {
		assertThat(Stream.of(BackgroundTaskState.values()).filter((other) -> is(in(state), other)))
			.containsExactly(state);
	}

	private static boolean is(BackgroundTaskRecord task, BackgroundTaskState state) {
		try {
			assertIs(assertThat(task), state);
			return true;
		}
		catch (AssertionError ex) {
			return false;
		}
	}

	private static TaskAssert assertIs(TaskAssert task, BackgroundTaskState state) {
		return switch (state) {
			case PENDING -> task.isPending();
			case RUNNING -> task.isRunning();
			case WAITING -> task.isWaiting();
			case CANCEL_REQUESTED -> task.isCancelRequested();
			case COMPLETED -> task.isCompleted();
			case FAILED -> task.isFailed();
			case CANCELLED -> task.isCancelled();
		};
	}

	@Test
	void liveAndEndedTasksDiffer() {
		assertThat(waiting()).isLive();
		assertThat(failed()).hasEnded();
		assertFails(() -> assertThat(waiting()).hasEnded(),
				TASK + "to have ended; it is WAITING and asks 'approve': Go on?");
		assertFails(() -> assertThat(failed()).isLive(),
				TASK + "to be live; it is FAILED by EXCEPTION, java.lang.IllegalStateException: disk full");
	}

	@Test
	void questionIsKnownByItsKey() {
		assertThat(waiting()).isWaiting().asks("approve");
		assertThat(failed()).asksNothing();
		assertFails(() -> assertThat(waiting()).asks("confirm"),
				TASK + "to ask 'confirm'; it is WAITING and asks 'approve': Go on?");
		assertFails(() -> assertThat(in(BackgroundTaskState.RUNNING)).asks("approve"),
				TASK + "to ask 'approve'; it is RUNNING");
		assertFails(() -> assertThat(waiting()).asksNothing(),
				TASK + "to ask nothing; it is WAITING and asks 'approve': Go on?");
	}

	@Test
	void failureIsKnownByItsKindAndItsException() {
		assertThat(failed()).isFailed().hasFailure(FailureKind.EXCEPTION).hasFailure(IllegalStateException.class);
	}

	static Stream<Arguments> otherFailures() {
		return Stream.of(
				arguments((ThrowingCallable) () -> assertThat(failed()).hasFailure(FailureKind.TIMEOUT),
						"to have a failure of kind TIMEOUT"),
				arguments((ThrowingCallable) () -> assertThat(failed()).hasFailure(RuntimeException.class),
						"to have failed by java.lang.RuntimeException"),
				arguments((ThrowingCallable) () -> assertThat(waiting()).hasFailure(FailureKind.EXCEPTION),
						"to have a failure of kind EXCEPTION"));
	}

	@ParameterizedTest
	@MethodSource
	void otherFailures(ThrowingCallable assertion, String expectation) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion)
			.withMessageStartingWith(TASK + expectation + "; it is ");
	}

	@Test
	void failureWithoutAnExceptionIsShownWithoutItsType() {
		BackgroundTaskRecord task = task().state(BackgroundTaskState.FAILED)
			.finishedAt(Instant.EPOCH)
			.failure(new TaskFailure(FailureKind.TIMEOUT, null, "after 1 s"))
			.build();
		assertFails(() -> assertThat(task).isCompleted(), TASK + "to be COMPLETED; it is FAILED by TIMEOUT: after 1 s");
	}

	@Test
	void textsAndTheAttemptAreCompared() {
		BackgroundTaskRecord task = task().status("copies").summary("2 files").attempt(2).build();
		assertThat(task).hasStatus("copies").hasSummary("2 files").isAtAttempt(2);
		assertFails(() -> assertThat(task).hasStatus("moves"),
				TASK + "to have the status 'moves', not 'copies'; it is PENDING");
		assertFails(() -> assertThat(waiting()).hasSummary("none"),
				TASK + "to have the summary 'none', not none; it is WAITING and asks 'approve': Go on?");
		assertFails(() -> assertThat(task).isAtAttempt(1), TASK + "to be at attempt 1, not 2; it is PENDING");
	}

	@Test
	void missingTaskIsAnError() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat((BackgroundTaskRecord) null).isRunning())
			.withMessageContaining("not to be null");
	}

}
