package io.github.taskhost.autoconfigure.endpoint;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Tests for {@link TextAnswer} and executors that decide about answers. */
class TextAnswerTests {

	private final Queue<TaskMessage> delivered = new ConcurrentLinkedQueue<>();

	/**
	 * Counted down when the executor has started the work and takes messages and answers.
	 */
	private final CountDownLatch ready = new CountDownLatch(1);

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().addExecutor(new Refusing()).build();

	@AfterEach
	void close() {
		this.host.close();
	}

	@Test
	void executorThatRefusesATextDecidesOnce() throws Exception {
		BackgroundTaskHandle<?> task = this.host.submit("s1", TaskRequest.of("remote"));
		task.send("ready?");
		assertThat(this.ready.await(30, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(AnswerRefusedException.class)
			.isThrownBy(() -> new TextAnswer("key", null, "5").on(task))
			.withMessage("Not on a Friday.");
		assertThat(this.delivered).hasSize(1);
		task.cancelNow(null);
		task.await(Duration.ofSeconds(30));
	}

	/** Asks a question and refuses every answer. */
	private final class Refusing implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "remote";
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.ask(InputRequest.of("key", "Go on?"));
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.cancelled("stopped");
		}

		@Override
		public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) {
			if (message.questionKey() == null) {
				TextAnswerTests.this.ready.countDown();
				return;
			}
			TextAnswerTests.this.delivered.add(message);
			throw new AnswerRefusedException("Not on a Friday.");
		}

	}

}
