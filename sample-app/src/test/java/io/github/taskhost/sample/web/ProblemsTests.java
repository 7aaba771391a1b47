package io.github.taskhost.sample.web;

import java.util.stream.Stream;

import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.ProblemDetail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ProblemsTests {

	@ParameterizedTest
	@MethodSource("refusals")
	void refusalHasItsStatusAndReason(BackgroundTaskException refusal, int status) {
		ProblemDetail problem = new Problems().of(refusal);
		assertThat(problem.getStatus()).isEqualTo(status);
		assertThat(problem.getDetail()).isEqualTo(refusal.getMessage());
	}

	static Stream<Arguments> refusals() {
		return Stream.of(arguments(new InvalidTaskArgumentException("does not fit"), 400),
				arguments(new AnswerNotPermittedException("not you"), 403),
				arguments(new TaskNotFoundException("unknown"), 404),
				arguments(new TaskStateException("no open question"), 409),
				arguments(new UnsupportedTaskOperationException("remote", "deliver"), 409),
				arguments(new TaskRejectedException(RejectionReason.MESSAGES, "too many wait"), 429),
				arguments(new TaskRejectedException(RejectionReason.SHUTDOWN, "stops"), 503));
	}

}
