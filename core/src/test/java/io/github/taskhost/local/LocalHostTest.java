package io.github.taskhost.local;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.taskhost.TaskSession;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
import io.github.taskhost.test.contract.support.EventLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base of tests of the local host: a host with the clock and the timer of the test.
 */
@Timeout(60)
abstract class LocalHostTest {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	/** The time between two looks of the supervisor. */
	static final Duration LOOKS = Duration.ofSeconds(20);

	final SettableClock clock = new SettableClock();

	final ManualTimer timer = new ManualTimer(this.clock);

	final EventLog events = new EventLog();

	final CountDownLatch release = new CountDownLatch(1);

	private @Nullable LocalBackgroundTaskHost host;

	static BackgroundTaskHostOptions options() {
		return BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(Duration.ofSeconds(7), Duration.ofSeconds(11), true, true))
			.withShutdown(new ShutdownOptions(Duration.ofSeconds(5), Duration.ofSeconds(5)));
	}

	LocalBackgroundTaskHost start(Consumer<LocalBackgroundTaskHost.Builder> change) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.options(options())
			.clock(this.clock)
			.timer(this.timer)
			.addListener(this.events);
		change.accept(builder);
		LocalBackgroundTaskHost started = builder.build();
		this.host = started;
		return started;
	}

	TaskSession session() {
		return ((this.host != null) ? this.host : start((builder) -> {
		})).session("s1");
	}

	LocalBackgroundTaskHost host() {
		session();
		return Objects.requireNonNull(this.host);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		if (this.host != null) {
			this.host.close();
		}
	}

	/** Lets the supervisor look; a look has ended when it has scheduled the next. */
	void look() throws InterruptedException {
		int scheduled = this.timer.timesScheduled(LOOKS);
		this.timer.advance(LOOKS);
		this.timer.awaitTimesScheduled(LOOKS, scheduled + 1);
	}

	void look(int times) throws InterruptedException {
		for (int i = 0; i < times; i++) {
			look();
		}
	}

	/** The slots of the kind {@code other}. */
	SlotQueue<LocalTask> slots() {
		Composition parts = host().parts();
		return Objects.requireNonNull(parts.bodies.queue.of(parts.ground.kinds.of("other")));
	}

	static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the signal came").isTrue();
	}

	void awaitIgnoringInterrupts(CountDownLatch latch) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (latch.getCount() > 0) {
			try {
				if (!latch.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
					throw new AssertionError("The signal did not come");
				}
			}
			catch (InterruptedException ex) {
				// ignored on purpose
			}
		}
	}

}
