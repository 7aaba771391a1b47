package io.github.taskhost.local;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.local.executor.Driver;
import io.github.taskhost.local.executor.OwnerCalls;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Exceptions of executors, and changes just before their calls. */
class KindFaultTests extends LocalHostTest {

	private final RecordingExecutor remote = RecordingExecutor.of("remote");

	private final TableWithPoints table = new TableWithPoints();

	private final AtomicReference<@Nullable Thread> starter = new AtomicReference<>();

	private final AtomicInteger failures = new AtomicInteger();

	private final BackgroundTaskMetricsRecorder metrics = new BackgroundTaskMetricsRecorder() {

		@Override
		public void listenerFailed() {
			KindFaultTests.this.failures.incrementAndGet();
		}

	};

	@BeforeEach
	void startHost() {
		start((builder) -> builder.table(this.table).metrics(this.metrics).addExecutor(this.remote));
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String id) {
		return session().submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id(id).build()));
	}

	/** Holds back the next start until the test releases it. */
	private CountDownLatch holdTheStart() {
		CountDownLatch held = new CountDownLatch(1);
		this.table.before((change) -> change instanceof TableChange.Replace<?> replace
				&& replace.next().state() == BackgroundTaskState.RUNNING, () -> {
					this.starter.set(Thread.currentThread());
					held.countDown();
					awaitIgnoringInterrupts(this.release);
				});
		return held;
	}

	private static ListAppender<ILoggingEvent> linesOf(Class<?> type) {
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		((Logger) LoggerFactory.getLogger(type)).addAppender(lines);
		return lines;
	}

	private static void oneLine(List<ILoggingEvent> lines, Level level) {
		assertThat(lines).singleElement().satisfies((line) -> {
			assertThat(line.getLevel()).isEqualTo(level);
			assertThat(line.getFormattedMessage()).contains("remote", "t1", "s1");
			assertThat(line.getThrowableProxy().getMessage()).isEqualTo("no route");
		});
	}

	@Test
	void startThatThrowsIsLogged() throws Exception {
		ListAppender<ILoggingEvent> lines = linesOf(Driver.class);
		try {
			this.remote.on(Operation.START, (call) -> {
				throw new IOException("no route");
			});
			submit("t1").await(PATIENCE);
			this.remote.await("t1", Operation.START).awaitOver();
		}
		finally {
			((Logger) LoggerFactory.getLogger(Driver.class)).detachAppender(lines);
		}
		oneLine(lines.list, Level.WARN);
	}

	@Test
	void cancelThatThrowsIsLoggedAndCounted() throws Exception {
		ListAppender<ILoggingEvent> lines = linesOf(OwnerCalls.class);
		try {
			this.remote.on(Operation.CANCEL, (call) -> {
				throw new IOException("no route");
			});
			BackgroundTaskHandle<@Nullable Object> task = submit("t1");
			this.remote.await("t1", Operation.START).awaitOver();
			task.cancel(null);
			this.remote.await("t1", Operation.CANCEL).awaitOver();
		}
		finally {
			((Logger) LoggerFactory.getLogger(OwnerCalls.class)).detachAppender(lines);
		}
		oneLine(lines.list, Level.ERROR);
		assertThat(this.failures).hasValue(1);
	}

	@Test
	void errorsOfAnExecutorFailTheTaskToo() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			throw new StackOverflowError();
		});
		assertThat(submit("t1").await(PATIENCE).failure()).isNotNull()
			.extracting("type")
			.isEqualTo(StackOverflowError.class.getName());
	}

	@Test
	void cancelBeforeTheStartEndsTheTaskWithoutACall() throws Exception {
		CountDownLatch held = holdTheStart();
		BackgroundTaskHandle<@Nullable Object> task = submit("t1");
		await(held);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.release.countDown();
		assertThat(Objects.requireNonNull(this.starter.get()).join(PATIENCE)).isTrue();
		assertThat(this.remote.calls()).isEmpty();
		assertThat(this.events.of("t1")).containsExactly("Registered", "Cancelled");
	}

	@Test
	void stopBeforeTheStartCancelsTheTask() throws Exception {
		CountDownLatch held = holdTheStart();
		BackgroundTaskHandle<@Nullable Object> task = submit("t1");
		await(held);
		host().close();
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(task.record().cancelReason()).contains("shutting down");
		this.release.countDown();
		assertThat(Objects.requireNonNull(this.starter.get()).join(PATIENCE)).isTrue();
		assertThat(host().statistics().live()).isZero();
		assertThat(this.remote.calls()).isEmpty();
	}

}
