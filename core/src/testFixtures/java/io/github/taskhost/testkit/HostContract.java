package io.github.taskhost.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of the contract of hosts: what its tests share. Time is the test's; bodies wait
 * for the test's signals.
 */
@Timeout(60)
abstract class HostContract {

	/** How long a test waits for what must come; reached only when it fails. */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	final SettableClock clock = new SettableClock();

	final ManualTimer timer = new ManualTimer(this.clock);

	final EventLog events = new EventLog();

	/** Lets all waiting bodies of the test go. */
	final CountDownLatch release = new CountDownLatch(1);

	BackgroundTaskHost host;

	abstract HostFactory factory();

	@BeforeEach
	void startHost() {
		this.host = factory().start(options(), this.clock, this.timer, listener(), parts());
	}

	@AfterEach
	void stopHost() {
		this.release.countDown();
		factory().stop(this.host);
	}

	/** Each time is another, so that a test can tell what was scheduled by its delay. */
	BackgroundTaskHostOptions options() {
		return BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(Duration.ofSeconds(7), Duration.ofSeconds(11), true, true))
			.withClose(new CloseOptions(ClosePolicy.CANCEL, Duration.ofSeconds(13)))
			.withShutdown(new ShutdownOptions(Duration.ofSeconds(2), Duration.ofSeconds(2)));
	}

	/** Who is told of every event. */
	BackgroundTaskListener listener() {
		return this.events;
	}

	/** What the host is given beside its options. */
	HostParts parts() {
		return HostParts.NONE;
	}

	static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id).build();
	}

	static BackgroundTaskRegistration.Builder builder(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id);
	}

	/** A body that waits until the test releases it, or it is interrupted. */
	BackgroundTask<@Nullable Void> waiting() {
		return (context) -> {
			this.release.await();
			return null;
		};
	}

	/** A body that winds down when it is asked to. */
	static BackgroundTask<@Nullable Void> cooperative() {
		return (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		};
	}

	/** A body that goes on until the test releases it, whatever it is told. */
	BackgroundTask<@Nullable Void> stubborn(CountDownLatch interrupted) {
		return (context) -> {
			while (this.release.getCount() > 0) {
				try {
					this.release.await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
				}
			}
			return null;
		};
	}

	BackgroundTaskRecord record(String sessionId, String taskId) {
		return this.host.getManaged(sessionId, taskId).orElseThrow();
	}

	static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the signal came").isTrue();
	}

}
