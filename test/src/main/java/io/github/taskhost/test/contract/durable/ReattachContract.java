package io.github.taskhost.test.contract.durable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.HostParts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages and replies for work of an executor that are given while no host has its task.
 */
abstract class ReattachContract extends AbstractDurableContract {

	/** The starts and deliveries of the executor, with the attempt. */
	private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

	/** Whether the next host has the executor. */
	private volatile boolean withExecutor = true;

	@Override
	protected HostParts parts() {
		return this.withExecutor ? super.parts().withExecutors(new Remote()) : super.parts();
	}

	private void startWithout() {
		this.withExecutor = false;
		start();
	}

	private void stopAndStartWith() {
		factory().stop(this.host);
		this.withExecutor = true;
		start();
	}

	private void awaitCall(String call) throws InterruptedException {
		assertThat(nextCall()).isEqualTo(call);
	}

	private String nextCall() throws InterruptedException {
		return Objects.requireNonNull(this.calls.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), "a call");
	}

	private void begin() throws Exception {
		submit("remote", "t1");
		awaitCall("started 1");
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
	}

	@Test
	void answerAndMessageAfterALossAreDelivered() throws Exception {
		begin();
		factory().lose(this.host);
		startWithout();
		answerAndSend();
	}

	@Test
	void answerAndMessageAfterAStopAreDelivered() throws Exception {
		begin();
		factory().stop(this.host);
		startWithout();
		answerAndSend();
	}

	private void answerAndSend() throws InterruptedException {
		this.host.task("s1", "t1").answer("go", new JsonPayload("7"));
		this.host.task("s1", "t1").send("hello");
		stopAndStartWith();
		awaitCall("started 2");
		// a reply that was left for a lost worker may come after a message
		assertThat(List.of(nextCall(), nextCall())).containsExactlyInAnyOrder("go 2", "null 2");
		this.host.task("s1", "t1").cancelNow(null);
	}

	/** Work elsewhere, whose first attempt asks. */
	private final class Remote implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "remote";
		}

		@Override
		public boolean canReattach() {
			return true;
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			ReattachContract.this.calls.add("started " + task.attempt());
			if (task.attempt() == 1) {
				reporter.ask(InputRequest.of("go", "Go on?"));
			}
		}

		@Override
		public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) {
			ReattachContract.this.calls.add(message.questionKey() + " " + task.attempt());
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			// the work does not exist
		}

	}

}
