package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages and replies that were stored for the work of an executor while no host had its
 * task.
 */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveredAfterReattachTests {

	private final Semaphore started = new Semaphore(0);

	/** Lets a start return. */
	private final Semaphore gate = new Semaphore(1);

	private final BlockingQueue<Delivered> delivered = new LinkedBlockingQueue<>();

	private final Attached journal = new Attached(new MemoryJournal());

	private final LocalBackgroundTaskHost host = host(this.journal, true);

	/** A host without the executor. */
	private final LocalBackgroundTaskHost other = host(new MemoryJournal(this.journal), false);

	private LocalBackgroundTaskHost host(MemoryJournal journal, boolean executor) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.journal(journal)
			.codec(new GreetingCodec());
		return (executor ? builder.addExecutor(new Remote()) : builder).build();
	}

	@BeforeEach
	void recover() {
		this.host.recover();
		this.other.recover();
	}

	@AfterEach
	void close() {
		this.gate.release(10);
		this.other.close();
		this.host.close();
	}

	/** Submits work whose first attempt asks a question, and takes its worker away. */
	private UUID freeWork() throws InterruptedException {
		UUID uid = this.host.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()))
			.uid();
		acquire(this.started);
		while (stored(uid).inputRequest() == null) {
			Thread.onSpinWait();
		}
		this.journal.release(uid);
		return uid;
	}

	private static void acquire(Semaphore signal) throws InterruptedException {
		assertThat(signal.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
	}

	private BackgroundTaskRecord stored(UUID uid) {
		return Objects.requireNonNull(this.journal.find(uid)).record();
	}

	/** Claims a task as a journal does, and gives it to the host. */
	private void claim(UUID uid) {
		assertThat(this.journal.claim(uid)).isTrue();
		this.journal.host().take(Objects.requireNonNull(this.journal.find(uid)), this.journal.details(uid));
	}

	private Delivered delivered() throws InterruptedException {
		return Objects.requireNonNull(this.delivered.poll(30, TimeUnit.SECONDS), "a delivery");
	}

	private void awaitNoneWaits(UUID uid) {
		while (this.journal.details(uid)
			.messages()
			.stream()
			.anyMatch((message) -> message.delivery() == MessageDelivery.QUEUED)) {
			Thread.onSpinWait();
		}
	}

	@Test
	void answerAndMessageAreDeliveredInTheirOrderAfterTheWorkWasTakenUp() throws Exception {
		UUID uid = freeWork();
		this.other.task("s1", "t1").answer("go", new JsonPayload("\"yes\""));
		this.other.task("s1", "t1").send("hello");
		claim(uid);
		acquire(this.started);
		assertThat(this.delivered).isEmpty();
		this.gate.release();
		assertThat(delivered()).isEqualTo(new Delivered(2, "go", "\"yes\""));
		assertThat(delivered()).isEqualTo(new Delivered(2, null, "hello"));
		awaitNoneWaits(uid);
	}

	@Test
	void declineIsDelivered() throws Exception {
		UUID uid = freeWork();
		this.other.task("s1", "t1").decline("go", "not now");
		this.gate.release();
		claim(uid);
		assertThat(delivered()).isEqualTo(new Delivered(2, "go", "The question 'go' was declined: not now"));
	}

	@Test
	void messageOfTheStoreComesBeforeALaterOne() throws Exception {
		UUID uid = freeWork();
		this.other.task("s1", "t1").send("first");
		claim(uid);
		acquire(this.started);
		this.host.task("s1", "t1").send("second");
		this.gate.release();
		assertThat(delivered().text()).isEqualTo("first");
		assertThat(delivered().text()).isEqualTo("second");
	}

	@Test
	void messageForWorkThatGoesOnWithoutAStartIsDelivered() throws Exception {
		UUID uid = this.host.registerExternal("s1", BackgroundTaskRegistration.ofKind("remote").id("e1").build(), null)
			.uid();
		this.host.reporter("s1", "e1").heartbeat();
		this.journal.release(uid);
		this.other.task("s1", "e1").send("hello");
		claim(uid);
		assertThat(delivered()).isEqualTo(new Delivered(1, null, "hello"));
		assertThat(this.host.task("s1", "e1").record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void messageThatWaitsHereGoesOnWithTheTask() throws Exception {
		this.gate.acquire();
		UUID uid = this.host.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").id("t1").build()))
			.uid();
		acquire(this.started);
		this.host.task("s1", "t1").send("first");
		this.journal.release(uid);
		this.host.task("s1", "t1").send("second");
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.journal.details(uid).messages()).extracting(TaskMessage::delivery)
			.containsExactly(MessageDelivery.QUEUED, MessageDelivery.QUEUED);
		claim(uid);
		this.gate.release(2);
		assertThat(delivered().text()).isEqualTo("first");
		assertThat(delivered().text()).isEqualTo("second");
	}

	/** A delivery, with the attempt that got it. */
	private record Delivered(int attempt, @Nullable String questionKey, String text) {
	}

	/** Work elsewhere, whose first attempt asks. */
	private final class Remote implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "remote";
		}

		@Override
		public KindOptions options() {
			return KindOptions.NONE.withHeartbeatTimeout(Duration.ofHours(1));
		}

		@Override
		public boolean canReattach() {
			return true;
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) throws Exception {
			DeliveredAfterReattachTests.this.started.release();
			DeliveredAfterReattachTests.this.gate.acquire();
			if (task.attempt() == 1) {
				reporter.ask(InputRequest.of("go", "Go on?"));
			}
		}

		@Override
		public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) {
			DeliveredAfterReattachTests.this.delivered
				.add(new Delivered(task.attempt(), message.questionKey(), textOf(message)));
		}

		private static String textOf(TaskMessage message) {
			return switch (message.parts().getFirst()) {
				case TaskMessagePart.Text text -> text.text();
				case TaskMessagePart.Data data -> data.json().text();
				default -> throw new IllegalStateException(message.toString());
			};
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.cancelled(null);
		}

	}

	/** A journal that knows its host. */
	private static final class Attached extends MemoryJournal {

		private volatile @Nullable JournaledHost attached;

		Attached(MemoryJournal beside) {
			super(beside);
		}

		JournaledHost host() {
			return Objects.requireNonNull(this.attached);
		}

		@Override
		public void start(JournaledHost started) {
			this.attached = started;
			super.start(started);
		}

	}

}
