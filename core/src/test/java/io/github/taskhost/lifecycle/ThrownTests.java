package io.github.taskhost.lifecycle;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import io.github.taskhost.error.TaskCancelledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Classes of throwables. */
class ThrownTests {

	static Stream<Throwable> interrupts() {
		return Stream.of(new InterruptedException(), new ClosedByInterruptException(), new InterruptedIOException());
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException(), new IOException(), new SocketTimeoutException(),
				new OutOfMemoryError());
	}

	@ParameterizedTest
	@MethodSource("interrupts")
	void interruptIsCancellationToo(Throwable thrown) {
		assertThat(Thrown.isInterrupt(thrown)).isTrue();
		assertThat(Thrown.isCancellation(thrown)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureIsNeitherInterruptNorCancellation(Throwable thrown) {
		assertThat(Thrown.isInterrupt(thrown)).isFalse();
		assertThat(Thrown.isCancellation(thrown)).isFalse();
	}

	@Test
	void cancellationIsNoInterrupt() {
		Stream.of(new TaskCancelledException("stop"), new CancellationException()).forEach((thrown) -> {
			assertThat(Thrown.isInterrupt(thrown)).isFalse();
			assertThat(Thrown.isCancellation(thrown)).isTrue();
		});
	}

	@Test
	void causesCount() {
		Throwable wrapped = new ExecutionException(new UncheckedIOException(new InterruptedIOException()));
		assertThat(Thrown.isInterrupt(wrapped)).isTrue();
		assertThat(Thrown.isInterrupt(new ExecutionException(new IOException()))).isFalse();
	}

	@Test
	void causesCountDownToTheTwentiethThrowable() {
		assertThat(Thrown.isInterrupt(wrapped(19))).isTrue();
		assertThat(Thrown.isInterrupt(wrapped(20))).isFalse();
	}

	@Test
	void throwableWithoutReadableCauseIsFailure() {
		assertThat(Thrown.isCancellation(new Unreadable())).isFalse();
	}

	private static Throwable wrapped(int times) {
		Throwable thrown = new InterruptedException();
		for (int i = 0; i < times; i++) {
			thrown = new IllegalStateException(thrown);
		}
		return thrown;
	}

	@SuppressWarnings("serial")
	private static final class Unreadable extends RuntimeException {

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("unreadable");
		}

	}

}
