package io.github.taskhost.test.contract.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks that change faster than their listeners take the events. */
abstract class BackPressureContract extends AbstractHostContract {

	private static final int MAX_QUEUED = 8;

	private static final int CHANGES = 100;

	private final CountDownLatch arrived = new CountDownLatch(1);

	/** The action of the listener at the first event of a task. */
	private volatile Consumer<BackgroundTaskEvent> atFirst = (event) -> {
	};

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withEvents(new EventOptions(Duration.ZERO, 256, MAX_QUEUED));
	}

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec());
	}

	@Override
	protected BackgroundTaskListener listener() {
		return (event) -> {
			this.events.onEvent(event);
			if (event instanceof BackgroundTaskEvent.Registered) {
				this.arrived.countDown();
				this.atFirst.accept(event);
			}
		};
	}

	private Thread registerInTheBackground() throws InterruptedException {
		Thread registers = Thread.startVirtualThread(() -> this.host.registerExternal("s1", named("t1"), null));
		await(this.arrived);
		return registers;
	}

	private void awaitRelease(BackgroundTaskEvent event) {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void flip() {
		boolean runs = record("s1", "t1").state() == BackgroundTaskState.RUNNING;
		this.host.update("t1",
				BackgroundTaskUpdate.ofState(runs ? BackgroundTaskState.WAITING : BackgroundTaskState.RUNNING));
	}

	/**
	 * The listener goes on when the task has more changes than the queue has room for:
	 * each producer has made one that found no room.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 2, 4, 64 })
	void eventsOfTheLifecycleAreAllDelivered(int producers) throws Exception {
		int crowded = MAX_QUEUED + producers;
		this.atFirst = (event) -> {
			while (record("s1", "t1").version() < crowded) {
				LockSupport.parkNanos(1000);
			}
		};
		Thread registers = registerInTheBackground();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < producers; i++) {
			threads.add(Thread.ofPlatform().start(() -> {
				for (int change = 0; change < CHANGES; change++) {
					flip();
				}
			}));
		}
		for (Thread thread : threads) {
			thread.join();
		}
		registers.join();
		long last = this.host.complete("t1", BackgroundTaskCompletion.completed(null)).version();
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(last).isGreaterThan(crowded);
		assertThat(this.events.all()).extracting(BackgroundTaskEvent::sequence)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, this.events.all().size()).boxed().toList());
		assertThat(this.events.all()).extracting((event) -> event.record().version())
			.containsExactlyElementsOf(LongStream.rangeClosed(0, last).boxed().toList());
	}

	@Test
	void queuedMessagesMakeRoomForAQuestion() throws Exception {
		this.atFirst = this::awaitRelease;
		Thread registers = registerInTheBackground();
		TaskReporter reporter = this.host.reporter("s1", "t1");
		for (int i = 0; i < 3 * MAX_QUEUED; i++) {
			reporter.post("message " + i);
		}
		reporter.ask(InputRequest.of("go-on", "Go on?"));
		this.release.countDown();
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		assertThat(registers.join(PATIENCE)).isTrue();
		assertThat(this.events.awaitCount(BackgroundTaskEvent.MessageSent.class, 1)).hasSize(MAX_QUEUED - 1);
	}

	@Test
	void questionOfABodyIsToldAmongItsMessages() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			List<Thread> posters = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				posters.add(Thread.startVirtualThread(() -> {
					for (int message = 0; message < 10 * MAX_QUEUED; message++) {
						context.post("message");
					}
				}));
			}
			context.requestInput(InputRequest.of("go-on", "Go on?"));
			for (Thread poster : posters) {
				poster.join();
			}
			return null;
		});
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.answer("go-on", "yes");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).contains("InputAnswered");
	}

	@Test
	void listenerThatFloodsTheTaskOfItsEventLosesNoChange() throws Exception {
		this.atFirst = (event) -> {
			for (int change = 0; change < CHANGES; change++) {
				flip();
			}
		};
		this.host.registerExternal("s1", named("t1"), null);
		this.host.complete("t1", BackgroundTaskCompletion.completed(null));
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).hasSize(1 + CHANGES + 1);
	}

}
