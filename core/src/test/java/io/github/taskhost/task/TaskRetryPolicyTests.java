package io.github.taskhost.task;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link TaskRetryPolicy}.
 */
class TaskRetryPolicyTests {

	private static final TaskRetryPolicy THREE = TaskRetryPolicy.ofMaxAttempts(3);

	@Test
	void defaultsAreAsDocumented() {
		assertThat(THREE).isEqualTo(new TaskRetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0.2,
				List.of("java.lang.Exception"), List.of()));
		assertThat(TaskRetryPolicy.NONE.maxAttempts()).isOne();
	}

	@Test
	void exceptionsAreRetriedAndErrorsAreNot() {
		assertThat(THREE.retries(new IllegalStateException())).isTrue();
		assertThat(THREE.retries(new IOException())).isTrue();
		assertThat(THREE.retries(new OutOfMemoryError())).isFalse();
	}

	@Test
	void subclassesAreRetriedUnlessExcluded() {
		TaskRetryPolicy policy = THREE.withRetryOn(IOException.class, Error.class)
			.withNotOn(FileNotFoundException.class);
		assertThat(policy.retries(new IOException())).isTrue();
		assertThat(policy.retries(new SocketException())).isTrue();
		assertThat(policy.retries(new StackOverflowError())).isTrue();
		assertThat(policy.retries(new FileNotFoundException())).isFalse();
		assertThat(policy.retries(new IllegalStateException())).isFalse();
	}

	@Test
	void reportedFailuresAreRetriedByTypeOrByException() {
		TaskFailure plain = new TaskFailure(FailureKind.REPORTED, null, "no luck");
		TaskFailure typed = new TaskFailure(FailureKind.REPORTED, IOException.class.getName(), "no luck");
		assertThat(THREE.retries(plain)).isTrue();
		assertThat(THREE.withRetryOn(IOException.class).retries(plain)).isFalse();
		assertThat(THREE.withRetryOn(IOException.class).retries(typed)).isTrue();
		assertThat(THREE.withNotOn(IOException.class).retries(typed)).isFalse();
	}

	@Test
	void numberOfAttemptsOfATaskHasPrecedenceOverThePolicy() {
		assertThat(TaskRetryPolicy.of(THREE, 7)).isEqualTo(THREE.withMaxAttempts(7));
		assertThat(TaskRetryPolicy.of(THREE, null)).isEqualTo(THREE);
		assertThat(TaskRetryPolicy.of(null, null)).isEqualTo(TaskRetryPolicy.NONE);
	}

	static Stream<Arguments> wrong() {
		return Stream.of(wrong("max-attempts", (policy) -> policy.withMaxAttempts(0)),
				wrong("max-attempts", (policy) -> policy.withMaxAttempts(1001)),
				wrong("initial-delay", (policy) -> policy.withBackoff(Duration.ofMillis(9), 2, Duration.ofDays(1))),
				wrong("multiplier", (policy) -> policy.withBackoff(Duration.ofSeconds(1), 0.9, Duration.ofDays(1))),
				wrong("multiplier", (policy) -> policy.withBackoff(Duration.ofSeconds(1), 101, Duration.ofDays(1))),
				wrong("max-delay", (policy) -> policy.withBackoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(1))),
				wrong("max-delay", (policy) -> policy.withBackoff(Duration.ofSeconds(2), 2, Duration.ofDays(3651))),
				wrong("jitter", (policy) -> policy.withJitter(-0.1)), wrong("jitter", (policy) -> policy.withJitter(1)),
				wrong("list of exceptions", (policy) -> new TaskRetryPolicy(2, Duration.ofSeconds(1), 2,
						Duration.ofSeconds(1), 0, Collections.nCopies(21, "E"), List.of())));
	}

	private static Arguments wrong(String option, UnaryOperator<TaskRetryPolicy> change) {
		return arguments(option, change);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("wrong")
	void valuesOutOfRangeAreRefused(String option, UnaryOperator<TaskRetryPolicy> change) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> change.apply(THREE))
			.withMessageContainingAll(option, "use ");
	}

}
