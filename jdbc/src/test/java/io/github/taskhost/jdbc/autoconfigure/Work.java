package io.github.taskhost.jdbc.autoconfigure;

import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.InputRequest;

/**
 * The kinds of the tests.
 */
class Work {

	final CountDownLatch half = new CountDownLatch(1);

	/** Keeps its place at the half of its first attempt, and then waits for its end. */
	@BackgroundTaskKind("copy")
	String copy(BackgroundTaskContext context) throws Exception {
		int from = context.checkpoint(Integer.class).orElse(0);
		String step = context.step("prepare", String.class, () -> "prepared by attempt " + context.attempt());
		if (from == 0) {
			context.checkpoint(5);
			this.half.countDown();
			new CountDownLatch(1).await();
		}
		return "from " + from + ", " + step;
	}

	@BackgroundTaskKind("note")
	void note(BackgroundTaskContext context) {
		context.summary("noted");
	}

	@BackgroundTaskKind(value = "unstored", durable = false)
	void unstored(BackgroundTaskContext context) {
		context.summary("noted");
	}

	@BackgroundTaskKind("ask")
	String ask(BackgroundTaskContext context) throws InterruptedException {
		return "answered " + context.requestInput(InputRequest.of("go-live", "Put it live?"), String.class);
	}

}
