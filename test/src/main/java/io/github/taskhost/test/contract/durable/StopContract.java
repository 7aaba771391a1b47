package io.github.taskhost.test.contract.durable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks whose host stopped in order. */
abstract class StopContract extends AbstractDurableContract {

	private void stopAndStart() {
		factory().stop(this.host);
		start();
	}

	@Test
	void workThatStartsByNameIsGivenBackAndGoesOn() throws Exception {
		submit("restarted", "t1");
		awaitBegun("t1:1");
		stopAndStart();
		awaitBegun("t1:2");
		this.release.countDown();
		assertThat(this.host.await("t1", PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void aStopCountsAsNoLoss() throws Exception {
		submit("restarted", "t1");
		awaitBegun("t1:1");
		for (int attempt = 2; attempt <= 5; attempt++) {
			stopAndStart();
			awaitBegun("t1:" + attempt);
		}
	}

	@Test
	void bodyOfATaskThatIsGivenBackIsToldAndChangesNothing() throws Exception {
		this.body = (context) -> {
			if (context.attempt() > 1) {
				return (Object) new Greeting("done");
			}
			try {
				this.release.await();
			}
			finally {
				this.begun.add("interrupted " + context.isCancelled());
			}
			return null;
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		stopAndStart();
		awaitBegun("interrupted true");
		awaitBegun("t1:2");
		BackgroundTaskRecord end = this.host.await("t1", PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.cancelRequestedAt()).isNull();
	}

	@Test
	void bodyThatEndsBeforeItKnowsOfTheStopHasItsEnd() throws Exception {
		CountDownLatch stopping = new CountDownLatch(1);
		this.body = (context) -> {
			if (context.record().id().equals("t1")) {
				stopping.await();
				return (Object) new Greeting("done");
			}
			context.onCancel(stopping::countDown);
			this.release.await();
			return null;
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		submit("restarted", "t2");
		awaitBegun("t2:1");
		stopAndStart();
		BackgroundTaskRecord end = this.host.await("t1", PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.attempt()).isEqualTo(1);
		awaitBegun("t2:2");
	}

	@Test
	void checkpointOfABodyThatWindsDownIsKept() throws Exception {
		this.body = (context) -> {
			if (context.attempt() > 1) {
				return (Object) context.checkpoint(Greeting.class).orElseThrow();
			}
			try {
				context.sleep(PATIENCE);
			}
			catch (TaskCancelledException ex) {
				context.checkpoint(new Greeting("half"));
				throw ex;
			}
			return null;
		};
		submit("restarted", "t1");
		awaitBegun("t1:1");
		stopAndStart();
		awaitBegun("t1:2");
		assertThat(this.host.await("t1", PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void openQuestionSurvivesAStop() throws Exception {
		this.body = (context) -> (Object) new Greeting(
				context.requestInput(InputRequest.of("go", "Go on?"), JsonPayload.class).text());
		submit("restarted", "t1");
		awaitBegun("t1:1");
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		stopAndStart();
		awaitBegun("t1:2");
		BackgroundTaskHandle<@Nullable Object> task = this.host.task("s1", "t1");
		assertThat(task.record().inputRequest()).isNotNull();
		task.answer("go", new JsonPayload("7"));
		assertThat(this.host.await("t1", PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void workOfOneProcessIsCancelled() throws Exception {
		this.host.spawnManaged("s1", named("t1"), cooperative());
		submit("failed", "t2");
		awaitBegun("t2:1");
		stopAndStart();
		assertThat(this.host.await("t1", PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.host.await("t2", PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.begun.poll(0, TimeUnit.SECONDS)).isNull();
	}

}
