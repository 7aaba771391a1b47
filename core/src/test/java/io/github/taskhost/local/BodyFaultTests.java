package io.github.taskhost.local;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A task ends after any throwable of its body. */
class BodyFaultTests extends LocalHostTest {

	static Stream<Throwable> throwables() {
		return Stream.of(new StackOverflowError(), new AssertionError("assertion"), new SimulatedOutOfMemory(),
				new Exception((String) null), new Hostile("message"), new Hostile("cause"), new Hostile("trace"));
	}

	@ParameterizedTest
	@MethodSource("throwables")
	void anyThrowableFailsTheTaskWithoutLeaks(Throwable thrown) throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = session().spawn("other", (context) -> {
			throw sneaky(thrown);
		});
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.EXCEPTION);
			assertThat(failure.type()).isEqualTo(thrown.getClass().getName());
		});
		assertThat(task.failure()).containsSame(thrown);
		assertThat(host().statistics().live()).isZero();
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
		throw (T) thrown;
	}

	@Test
	void failureIsLoggedOnceWithItsStack() throws Exception {
		Logger logger = (Logger) LoggerFactory.getLogger(Bodies.class);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		try {
			CompletableFuture<Thread> thread = new CompletableFuture<>();
			session().spawn(named("t1"), (context) -> {
				thread.complete(Thread.currentThread());
				throw new IllegalStateException("broken");
			}).await(PATIENCE);
			assertThat(thread.join().join(PATIENCE)).as("the thread ended, its last words said").isTrue();
		}
		finally {
			logger.detachAppender(lines);
		}
		assertThat(lines.list).singleElement().satisfies((line) -> {
			assertThat(line.getFormattedMessage()).contains("t1", "s1");
			assertThat(line.getThrowableProxy().getMessage()).isEqualTo("broken");
		});
	}

	/**
	 * A subclass, so that the test engine does not treat an escaped one as a real lack of
	 * memory.
	 */
	private static final class SimulatedOutOfMemory extends OutOfMemoryError {

		private static final long serialVersionUID = 1;

	}

	/** An exception with a method that throws an error. */
	private static final class Hostile extends RuntimeException {

		private static final long serialVersionUID = 1;

		private final String where;

		Hostile(String where) {
			super("hostile");
			this.where = where;
		}

		private void at(String place) {
			if (place.equals(this.where)) {
				throw new AssertionError("hostile " + place);
			}
		}

		@Override
		public String getMessage() {
			at("message");
			return "hostile";
		}

		@Override
		public synchronized @Nullable Throwable getCause() {
			at("cause");
			return null;
		}

		@Override
		public void printStackTrace(PrintWriter writer) {
			at("trace");
		}

	}

}
