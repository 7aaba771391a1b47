package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A listener that works, but slower than its task changes. */
class SlowListenerTests extends LocalHostTest {

	private static final int MAX_QUEUED = 4;

	private final Semaphore steps = new Semaphore(0);

	private final Semaphore arrivals = new Semaphore(0);

	private final AtomicLong lost = new AtomicLong();

	private final AtomicLong waited = new AtomicLong();

	private final TableWithPoints table = new TableWithPoints();

	private void startSlow() {
		start((builder) -> builder.table(this.table).metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void eventsLost(long count) {
				SlowListenerTests.this.lost.addAndGet(count);
			}

			@Override
			public void eventsWaited(long count) {
				SlowListenerTests.this.waited.addAndGet(count);
			}

		})
			.options(options().withEvents(new EventOptions(options().events().progressInterval(),
					options().events().subscriptionBuffer(), MAX_QUEUED)))
			.addListener((event) -> {
				this.arrivals.release();
				this.steps.acquireUninterruptibly();
			}));
	}

	private void flip(int times) {
		for (int i = 0; i < times; i++) {
			BackgroundTaskState now = host().getManaged("s1", "t1").orElseThrow().state();
			host().markLiveState("s1", "t1",
					(now == BackgroundTaskState.RUNNING) ? BackgroundTaskState.WAITING : BackgroundTaskState.RUNNING);
		}
	}

	private void arrived() throws InterruptedException {
		assertThat(this.arrivals.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	private void registerInTheBackground() throws InterruptedException {
		Thread.startVirtualThread(() -> host().registerExternal("s1", named("t1"), null));
		arrived();
	}

	private void post(int times) {
		for (int i = 0; i < times; i++) {
			host().reporter("s1", "t1").post("message");
		}
	}

	@Test
	void queueOfASlowListenerIsBounded() throws Exception {
		startSlow();
		registerInTheBackground();
		for (int round = 0; round < 20; round++) {
			post(MAX_QUEUED - 1);
			this.steps.release();
			arrived();
		}
		host().complete("t1", BackgroundTaskCompletion.completed(null));
		this.steps.release(1000);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.lost.get()).isGreaterThan(20);
		assertThat(this.events.of("t1")).hasSize((int) (1 + 20 * (MAX_QUEUED - 1) + 1 - this.lost.get()));
		assertThat(this.waited).hasValue(0);
	}

	@Test
	void droppedEventOfARetriedChangeIsCountedOnce() throws Exception {
		startSlow();
		registerInTheBackground();
		flip(MAX_QUEUED);
		assertThat(this.lost).hasValue(0);
		this.table.before((change) -> change instanceof TableChange.Replace,
				() -> host().reporter("s1", "t1").heartbeat());
		post(1);
		assertThat(this.lost).hasValue(1);
		this.steps.release(1000);
	}

	/** The wait of a second is part of the contract of a change. */
	@Test
	void changeWithoutRoomIsQueuedPastTheLimitAfterAWait() throws Exception {
		startSlow();
		registerInTheBackground();
		flip(MAX_QUEUED);
		assertThat(this.waited).hasValue(0);
		flip(1);
		assertThat(this.waited).hasValue(1);
		host().complete("t1", BackgroundTaskCompletion.completed(null));
		this.steps.release(1000);
		this.events.await(BackgroundTaskEvent.Completed.class, "t1");
		assertThat(this.events.of("t1")).hasSize(1 + MAX_QUEUED + 1 + 1);
		assertThat(this.lost).hasValue(0);
		assertThat(this.waited).hasValue(1);
	}

	@Test
	void progressBesideAChangeOfStateIsDroppedAlone() throws Exception {
		startSlow();
		registerInTheBackground();
		post(MAX_QUEUED);
		host().update("t1", new BackgroundTaskUpdate(BackgroundTaskState.WAITING, "waits"));
		assertThat(this.lost).hasValue(2);
		this.steps.release(1000);
		this.events.await(BackgroundTaskEvent.StateChanged.class, "t1");
		assertThat(this.events.of("t1")).containsExactly("Registered", "MessageSent", "MessageSent", "MessageSent",
				"StateChanged");
	}

	@Test
	void threadThatDeliversDoesNotWaitForItself() throws Exception {
		AtomicLong heard = new AtomicLong();
		start((builder) -> builder.metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void eventsWaited(long count) {
				SlowListenerTests.this.waited.addAndGet(count);
			}

		}).options(options().withEvents(new EventOptions(Duration.ZERO, 256, MAX_QUEUED))).addListener((event) -> {
			if (heard.incrementAndGet() == 1) {
				flip(3 * MAX_QUEUED);
			}
		}));
		host().registerExternal("s1", named("t1"), null);
		assertThat(heard).hasValue(1 + 3 * MAX_QUEUED);
		assertThat(this.waited).hasValue(0);
	}

	/** In a transaction another thread delivers, and the changes must not outrun it. */
	@Test
	void changesInATransactionWaitForTheirEventsToBeDelivered() throws Exception {
		AtomicLong lost = new AtomicLong();
		AtomicLong heard = new AtomicLong();
		LocalBackgroundTaskHost host = start((builder) -> builder.transactions(new BoundTransaction())
			.options(options().withEvents(new EventOptions(Duration.ZERO, 256, 16)))
			.addListener((event) -> heard.incrementAndGet())
			.metrics(new BackgroundTaskMetricsRecorder() {

				@Override
				public void eventsLost(long count) {
					lost.addAndGet(count);
				}

			}));
		host.registerExternal("s1", named("t1"), null);
		for (int i = 0; i < 2000; i++) {
			host.markLiveState("s1", "t1", BackgroundTaskState.WAITING);
			host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		}
		host.awaitIdle(PATIENCE);
		assertThat(lost).hasValue(0);
		assertThat(heard).hasValue(4001);
	}

	/**
	 * A transaction that is bound to the thread, so that listeners would take part in it.
	 */
	private static final class BoundTransaction implements TaskTransactions {

		@Override
		public @Nullable Transaction current() {
			return null;
		}

		@Override
		public boolean isBound() {
			return true;
		}

	}

}
