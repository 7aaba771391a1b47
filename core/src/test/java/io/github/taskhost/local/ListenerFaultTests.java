package io.github.taskhost.local;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Listeners that throw, block, or change tasks. */
class ListenerFaultTests extends LocalHostTest {

	private final AtomicInteger failures = new AtomicInteger();

	private final AtomicLong lost = new AtomicLong();

	private final BackgroundTaskMetricsRecorder metrics = new BackgroundTaskMetricsRecorder() {

		@Override
		public void listenerFailed() {
			ListenerFaultTests.this.failures.incrementAndGet();
		}

		@Override
		public void eventsLost(long count) {
			ListenerFaultTests.this.lost.addAndGet(count);
		}

	};

	@Test
	void listenerThatThrowsIsCountedAndOthersAreCalled() throws Exception {
		LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().metrics(this.metrics).addListener((event) -> {
			throw new AssertionError("broken listener");
		}).addListener(this.events).build();
		host.registerExternal("s1", named("t1"), null);
		host.complete("t1", BackgroundTaskCompletion.completed(null));
		assertThat(this.events.of("t1")).containsExactly("Registered", "Completed");
		assertThat(this.failures).hasValue(2);
		host.close();
	}

	@Test
	void listenerThatBlocksDelaysEventsOfItsTaskOnly() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		LocalBackgroundTaskHost host = start((builder) -> builder.addListener((event) -> {
			if (event.record().id().equals("slow")) {
				blocked.countDown();
				awaitIgnoringInterrupts(this.release);
			}
		}));
		Thread registers = Thread.startVirtualThread(() -> host.registerExternal("s1", named("slow"), null));
		await(blocked);
		host.update("slow", BackgroundTaskUpdate.ofState(BackgroundTaskState.WAITING));
		host.registerExternal("s1", named("quick"), null);
		host.complete("quick", BackgroundTaskCompletion.completed(null));
		assertThat(this.events.of("quick")).containsExactly("Registered", "Completed");
		assertThat(this.events.of("slow")).containsExactly("Registered");
		this.release.countDown();
		assertThat(registers.join(PATIENCE)).isTrue();
		this.events.await(BackgroundTaskEvent.StateChanged.class, "slow");
	}

	@Test
	void queueOfASlowListenerIsBoundedButTheEndIsDelivered() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		LocalBackgroundTaskHost host = start(
				(builder) -> builder.options(options().withEvents(new EventOptions(Duration.ofMillis(100), 256, 3)))
					.metrics(this.metrics)
					.addListener((event) -> {
						blocked.countDown();
						awaitIgnoringInterrupts(this.release);
					}));
		Thread registers = Thread.startVirtualThread(() -> host.registerExternal("s1", named("t1"), null));
		await(blocked);
		for (int i = 0; i < 10; i++) {
			host.reporter("s1", "t1").post("message");
		}
		host.complete("t1", BackgroundTaskCompletion.completed(null));
		assertThat(this.lost).hasValue(8);
		this.release.countDown();
		assertThat(registers.join(PATIENCE)).isTrue();
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "MessageSent", "MessageSent", "Completed");
	}

	@Test
	void listenerMayChangeTheTaskOfItsEvent() {
		AtomicInteger rounds = new AtomicInteger();
		AtomicReference<@Nullable LocalBackgroundTaskHost> self = new AtomicReference<>();
		LocalBackgroundTaskHost host = start((builder) -> builder.addListener((event) -> {
			if (rounds.incrementAndGet() < 200) {
				Objects.requireNonNull(self.get())
					.markLiveState("s1", "t1",
							(rounds.get() % 2 == 0) ? BackgroundTaskState.RUNNING : BackgroundTaskState.WAITING);
			}
		}));
		self.set(host);
		host.registerExternal("s1", named("t1"), null);
		host.complete("t1", BackgroundTaskCompletion.completed(null));
		assertThat(host.getManaged("s1", "t1")).map(BackgroundTaskRecord::state)
			.hasValue(BackgroundTaskState.COMPLETED);
	}

	@Test
	void changingThreadDeliversABoundedNumberOfEvents() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch flood = new CountDownLatch(1);
		Thread[] lastDeliverer = new Thread[1];
		LocalBackgroundTaskHost host = start((builder) -> builder.addListener((event) -> {
			lastDeliverer[0] = Thread.currentThread();
			if (event instanceof BackgroundTaskEvent.Registered) {
				first.countDown();
				awaitIgnoringInterrupts(flood);
			}
		}));
		Thread registers = Thread.ofPlatform().start(() -> host.registerExternal("s1", named("t1"), null));
		await(first);
		for (int i = 0; i < 100; i++) {
			host.markLiveState("s1", "t1", (i % 2 == 0) ? BackgroundTaskState.WAITING : BackgroundTaskState.RUNNING);
		}
		host.complete("t1", BackgroundTaskCompletion.completed(null));
		flood.countDown();
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		registers.join();
		assertThat(this.events.of("t1")).hasSize(102);
		assertThat(lastDeliverer[0]).isNotSameAs(registers)
			.satisfies((thread) -> assertThat(thread.isVirtual()).isTrue());
	}

}
