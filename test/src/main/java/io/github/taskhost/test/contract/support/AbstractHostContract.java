package io.github.taskhost.test.contract.support;

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
 * Base class of the contract suites. Starts a new host before each test and stops it
 * afterwards. The test drives the time of the host, and bodies wait for signals of the
 * test.
 */
@Timeout(60)
public abstract class AbstractHostContract {

	/** The timeout of waits in tests; only a failing test reaches it. */
	protected static final Duration PATIENCE = Duration.ofSeconds(30);

	/** The clock of the host. */
	protected final SettableClock clock = new SettableClock();

	/** The timer of the host. */
	protected final ManualTimer timer = new ManualTimer(this.clock);

	/** The events of the host so far. */
	protected final EventLog events = new EventLog();

	/** Releases all waiting bodies of the test. */
	protected final CountDownLatch release = new CountDownLatch(1);

	/** The host under test. */
	protected BackgroundTaskHost host;

	/** For subclasses. */
	protected AbstractHostContract() {
		// there is nothing to set up
	}

	/**
	 * Returns the factory of the hosts under test.
	 * @return the factory
	 */
	protected abstract HostFactory factory();

	@BeforeEach
	void startHost() {
		this.host = factory().start(options(), this.clock, this.timer, listener(), parts());
	}

	@AfterEach
	void stopHost() {
		this.release.countDown();
		factory().stop(this.host);
	}

	/**
	 * Returns the options of the host. All durations differ, so that a test can identify
	 * a timer by its delay.
	 * @return the options
	 */
	protected BackgroundTaskHostOptions options() {
		return BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(Duration.ofSeconds(7), Duration.ofSeconds(11), true, true))
			.withClose(new CloseOptions(ClosePolicy.CANCEL, Duration.ofSeconds(17)))
			.withShutdown(new ShutdownOptions(Duration.ofSeconds(2), Duration.ofSeconds(2)));
	}

	/**
	 * Returns the listener of the host.
	 * @return the log of events, unless overridden
	 */
	protected BackgroundTaskListener listener() {
		return this.events;
	}

	/**
	 * Returns the parts that the host is built with.
	 * @return no parts, unless overridden
	 */
	protected HostParts parts() {
		return HostParts.NONE;
	}

	/**
	 * Returns the registration of a task of the kind {@code other}.
	 * @param id the id of the task
	 * @return the registration
	 */
	protected static BackgroundTaskRegistration named(String id) {
		return builder(id).build();
	}

	/**
	 * Returns a builder of the registration of a task of the kind {@code other}.
	 * @param id the id of the task
	 * @return the builder
	 */
	protected static BackgroundTaskRegistration.Builder builder(String id) {
		return BackgroundTaskRegistration.ofKind("other").id(id);
	}

	/**
	 * Returns a body that waits until the test releases it or the host interrupts it.
	 * @return the body
	 */
	protected BackgroundTask<@Nullable Void> waiting() {
		return (context) -> {
			this.release.await();
			return null;
		};
	}

	/**
	 * Returns a body that ends when its cancellation is requested.
	 * @return the body
	 */
	protected static BackgroundTask<@Nullable Void> cooperative() {
		return (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		};
	}

	/**
	 * Returns a body that ignores interrupts and ends when the test releases it.
	 * @param interrupted counted down on each interrupt
	 * @return the body
	 */
	protected BackgroundTask<@Nullable Void> stubborn(CountDownLatch interrupted) {
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

	/**
	 * Returns the record of an existing task.
	 * @param sessionId the session of the task
	 * @param taskId the id of the task
	 * @return the record
	 */
	protected BackgroundTaskRecord record(String sessionId, String taskId) {
		return this.host.getManaged(sessionId, taskId).orElseThrow();
	}

	/**
	 * Waits for a signal and fails the test when it does not come.
	 * @param latch the signal
	 * @throws InterruptedException if the thread is interrupted
	 */
	protected static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the signal came").isTrue();
	}

}
