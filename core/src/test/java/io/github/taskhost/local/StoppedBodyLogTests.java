package io.github.taskhost.local;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.local.host.HiddenTasks;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Log lines about exceptions of bodies. */
class StoppedBodyLogTests extends LocalHostTest {

	private final CountDownLatch running = new CountDownLatch(1);

	private final LogLines lines = LogLines.of(Bodies.class);

	@AfterEach
	void listenNoMore() {
		this.lines.close();
	}

	private BackgroundTaskHandle<@Nullable Void> throwingAfterTheRelease(Last last) throws InterruptedException {
		BackgroundTaskHandle<@Nullable Void> task = session().spawn(named("t1"), (context) -> {
			this.running.countDown();
			awaitIgnoringInterrupts(this.release);
			last.step(context);
			throw new IllegalStateException("closed by interrupt");
		});
		await(this.running);
		return task;
	}

	private List<String> warningsAfter(BackgroundTaskHandle<?> task, BackgroundTaskState state) throws Exception {
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(state);
		host().awaitIdle(PATIENCE);
		return this.lines.warnings();
	}

	@Test
	void exceptionAfterACancelRequestIsNoWarning() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = throwingAfterTheRelease((context) -> {
		});
		task.cancel(null);
		assertThat(warningsAfter(task, BackgroundTaskState.CANCELLED)).isEmpty();
	}

	@Test
	void exceptionAfterAnEndFromOutsideIsNoWarning() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = throwingAfterTheRelease((context) -> {
		});
		host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		assertThat(warningsAfter(task, BackgroundTaskState.COMPLETED)).isEmpty();
	}

	@Test
	void exceptionAfterAnEndByTheBodyItselfIsAWarning() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = throwingAfterTheRelease((context) -> context.complete("done"));
		assertThat(warningsAfter(task, BackgroundTaskState.COMPLETED)).singleElement()
			.asString()
			.contains("threw after the task had ended as COMPLETED");
	}

	@Test
	void exceptionOfTheHostAfterAnEndByTheBodyItselfIsNoWarning() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = throwingAfterTheRelease((context) -> {
			context.complete("done");
			context.throwIfCancelled();
		});
		assertThat(warningsAfter(task, BackgroundTaskState.COMPLETED)).isEmpty();
	}

	@Test
	void failureIsAWarning() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = throwingAfterTheRelease((context) -> {
		});
		assertThat(warningsAfter(task, BackgroundTaskState.FAILED)).singleElement().asString().contains("t1", "failed");
	}

	@Test
	void declinedQuestionIsNoWarning() throws Exception {
		BackgroundTaskHandle<String> task = session().spawn(named("t1"),
				(context) -> context.requestInput(InputRequest.of("approve", "Go on?")).value().text());
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.decline("approve", "no");
		assertThat(warningsAfter(task, BackgroundTaskState.FAILED)).isEmpty();
		assertThat(task.record().failure()).isNotNull();
	}

	@FunctionalInterface
	private interface Last {

		void step(BackgroundTaskContext context);

	}

	@Test
	void hiddenWorkThatTheHostInterruptedIsNoWarning() throws Exception {
		session().spawnHidden("work", () -> {
			this.running.countDown();
			this.release.await();
		});
		await(this.running);
		try (LogLines hidden = LogLines.of(HiddenTasks.class)) {
			host().stop();
			host().awaitIdle(PATIENCE);
			assertThat(hidden.warnings()).isEmpty();
		}
	}

	@Test
	void hiddenWorkThatThrowsIsAWarning() throws Exception {
		try (LogLines hidden = LogLines.of(HiddenTasks.class)) {
			session().spawnHidden("work", () -> {
				throw new IllegalStateException("broken");
			});
			host().awaitIdle(PATIENCE);
			assertThat(hidden.warnings()).singleElement().asString().contains("'work'", "failed");
		}
	}

}
