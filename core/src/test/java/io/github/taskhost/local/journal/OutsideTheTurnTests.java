package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The recorder of metrics runs without the lock of a mailbox, also when a message or a
 * question meets a change of another host.
 */
class OutsideTheTurnTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final AtomicReference<@Nullable Runnable> overtaking = new AtomicReference<>();

	private final Overtaken journal = new Overtaken();

	/** Whether the mailbox was free at each call of the recorder. */
	private final List<Boolean> free = new CopyOnWriteArrayList<>();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.codec(new GreetingCodec())
		.metrics(new Looking())
		.build();

	private final LocalBackgroundTaskHost other = LocalBackgroundTaskHost.builder()
		.journal(new MemoryJournal(this.journal))
		.build();

	@BeforeEach
	void recover() {
		this.host.recover();
		this.other.recover();
	}

	@AfterEach
	void close() {
		this.other.close();
		this.host.close();
	}

	private static BackgroundTaskRegistration named() {
		return BackgroundTaskRegistration.ofKind("k").id("t1").build();
	}

	private void register() {
		this.host.registerExternal("s1", named(), null);
	}

	private BackgroundTaskHandle<?> task() {
		return this.host.task("s1", "t1");
	}

	@ParameterizedTest
	@EnumSource
	void changeOfAnotherHostIsFollowedOutsideTheTurn(Operation operation) {
		register();
		TaskReporter reporter = this.host.reporter("s1", "t1");
		if (operation == Operation.DECLINE) {
			reporter.ask(InputRequest.of("k", "Go on?"));
		}
		this.overtaking.set(() -> this.other.requestCancel("t1", "enough"));
		try {
			switch (operation) {
				case SEND -> task().send("hello");
				case POST -> reporter.post("news");
				case ASK -> reporter.ask(InputRequest.of("k", "Go on?"));
				case DECLINE -> task().decline("k", "no");
			}
		}
		catch (BackgroundTaskException ex) {
			// the cancellation comes first
		}
		assertThat(this.free).containsExactly(true);
		assertThat(this.host.get("t1").map(BackgroundTaskRecord::state)).contains(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void questionOfABodyIsAskedAgainOutsideTheTurn() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch asks = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = this.host.spawnManaged("s1", named(), (context) -> {
			started.countDown();
			asks.await();
			return context.requestInput(InputRequest.of("k", "Go on?"), Greeting.class);
		});
		started.await();
		this.overtaking.set(() -> this.other.requestCancel("t1", "enough"));
		asks.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.free).containsExactly(true);
	}

	@Test
	void messageOfAnotherHostKeepsItsPlace() {
		CountDownLatch ends = new CountDownLatch(1);
		this.host.spawnManaged("s1", named(), (context) -> {
			ends.await();
			return null;
		});
		this.overtaking.set(() -> this.other.task("s1", "t1").send("first"));
		task().send("second");
		assertThat(task().messages(null, 10).messages()).extracting(TaskMessage::text)
			.containsExactly("first", "second");
		ends.countDown();
	}

	@Test
	void refusedMessageIsCountedOutsideTheTurn() {
		CountDownLatch ends = new CountDownLatch(1);
		this.host.spawnManaged("s1", named(), (context) -> {
			ends.await();
			return null;
		});
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> {
			for (int i = 0; i < 100_000; i++) {
				task().send("hello");
			}
		});
		assertThat(this.free).containsExactly(true);
		ends.countDown();
	}

	/** Whether another thread can look into the mailbox of the task. */
	private boolean isMailboxFree() {
		FutureTask<?> look = new FutureTask<>(() -> task().messages(null, 1));
		Thread.ofPlatform().daemon().start(look);
		try {
			look.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			return true;
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			return false;
		}
	}

	/** An operation that takes the lock of the mailbox. */
	private enum Operation {

		SEND, POST, ASK, DECLINE

	}

	/** Looks into the mailbox at a request to cancel, and at a refusal. */
	private final class Looking implements BackgroundTaskMetricsRecorder {

		@Override
		public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
			if (after.state() == BackgroundTaskState.CANCEL_REQUESTED) {
				OutsideTheTurnTests.this.free.add(isMailboxFree());
			}
		}

		@Override
		public void rejected(String kind, RejectionReason reason) {
			OutsideTheTurnTests.this.free.add(isMailboxFree());
		}

	}

	/** A journal with an action before a commit. */
	private final class Overtaken extends MemoryJournal {

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			Runnable action = OutsideTheTurnTests.this.overtaking.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return super.commit(changes, patience);
		}

	}

}
