package io.github.taskhost.local;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Waiting until a host is idle, and resetting it.
 */
class IdleAndResetTests extends LocalHostTest {

	private FutureTask<@Nullable Void> awaitingIdle() {
		FutureTask<@Nullable Void> waiting = new FutureTask<>(() -> {
			host().awaitIdle(PATIENCE);
			return null;
		});
		Thread thread = Thread.ofVirtual().start(waiting);
		while (!waiting.isDone() && thread.getState() != Thread.State.TIMED_WAITING) {
			Thread.onSpinWait();
		}
		return waiting;
	}

	@Test
	void workThatKeepsTheHostBusyIsNamedWithItsReason() throws Exception {
		session().spawn(named("t1"), (context) -> context.requestInput(InputRequest.of("approve", "Go on?")));
		session().spawn(BackgroundTaskRegistration.ofKind("other").id("t2").startAfter(Duration.ofHours(1)).build(),
				(context) -> "done");
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		assertThatExceptionOfType(TaskAwaitTimeoutException.class).isThrownBy(() -> host().awaitIdle(Duration.ZERO))
			.withMessageContainingAll("s1/t1 WAITING for the answer to 'approve'",
					"s1/t2 PENDING until " + this.clock.instant().plus(Duration.ofHours(1)));
	}

	@Test
	void hostWithoutWorkIsIdle() throws Exception {
		host().awaitIdle(Duration.ZERO);
	}

	@Test
	void idleWaitsForBodiesAndTheTasksThatTheyStart() throws Exception {
		CountDownLatch childRuns = new CountDownLatch(1);
		session().spawn("other", (context) -> {
			this.release.await();
			return context.spawnChild(named("child"), (child) -> {
				childRuns.countDown();
				return "done";
			}).id();
		});
		FutureTask<@Nullable Void> waiting = awaitingIdle();
		assertThat(waiting.isDone()).isFalse();
		this.release.countDown();
		waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(childRuns.getCount()).isZero();
		assertThat(host().statistics().live()).isZero();
	}

	/** The ended task of the id is in no list any more. */
	@Test
	void idleWaitsForAThreadThatOutlivesItsTaskWhenItsIdIsUsedAgain() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		session().spawn(named("t1"), (context) -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			return null;
		});
		await(running);
		host().cancelManaged("s1", "t1");
		session().spawn(named("t1"), (context) -> "done").await(PATIENCE);
		FutureTask<@Nullable Void> waiting = awaitingIdle();
		assertThat(waiting.isDone()).isFalse();
		this.release.countDown();
		waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void idleWaitsForHiddenWork() throws Exception {
		session().spawnHidden("tidy", () -> this.release.await());
		FutureTask<@Nullable Void> waiting = awaitingIdle();
		assertThat(waiting.isDone()).isFalse();
		this.release.countDown();
		waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void idleHostHasDeliveredItsEvents() throws Exception {
		for (int i = 0; i < 200; i++) {
			String id = "t" + i;
			session().spawn(named(id), (context) -> "done");
			host().awaitIdle(PATIENCE);
			assertThat(this.events.of(id)).containsExactly("Registered", "Completed");
		}
	}

	@Test
	void idleHostMayHaveReportedWork() throws Exception {
		host().registerExternal("s1", named("t1"), null);
		host().register("s1", named("t2"));
		host().awaitIdle(Duration.ZERO);
	}

	@Test
	void timeoutOfIdleNamesTheRemainingWork() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		session().spawn(named("t1"), (context) -> {
			running.countDown();
			return context.requestInput(InputRequest.of("go-on", "Go on?"));
		});
		await(running);
		assertThatExceptionOfType(TaskAwaitTimeoutException.class)
			.isThrownBy(() -> host().awaitIdle(Duration.ofMillis(1)))
			.withMessageContaining("s1/t1");
	}

	@Test
	void resetRemovesAllState() throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		BackgroundTaskHandle<@Nullable Void> body = session().spawn(
				named("t1").toBuilder().wakePolicy(WakePolicy.ON_TERMINAL).idempotencyKey("k1").build(), (context) -> {
					running.countDown();
					this.release.await();
					return null;
				});
		session().spawnHidden("tidy", () -> {
			running.countDown();
			this.release.await();
		});
		host().registerExternal("s2", named("t2"), null);
		session().spawn("other", (context) -> "done").await(PATIENCE);
		await(running);
		host().reset(PATIENCE);
		assertThat(body.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		HostChecks.assertIdle(host());
		assertThat(host().statistics().retained()).isZero();
		assertThat(host().statistics().sessions()).isZero();
		assertThat(session().list()).isEmpty();
		assertThat(session().drainWakes().wakes()).isEmpty();
		session().awaitHidden(Duration.ZERO);
		BackgroundTaskHandle<String> next = session().spawn(named("t1").toBuilder().idempotencyKey("k1").build(),
				(context) -> "new");
		assertThat(next.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void resetRefusesNewWork() throws Exception {
		for (int i = 0; i < 100; i++) {
			session().spawn(named("t1"), (context) -> {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					host().session("s2").spawn("other", (late) -> {
						late.sleep(Duration.ofDays(1));
						return "late";
					});
				}
				return "done";
			});
			host().reset(PATIENCE);
			assertThat(host().statistics().live()).isZero();
			assertThat(host().session("s2").list()).isEmpty();
		}
	}

	@Test
	void resetNamesAndKeepsWorkThatIgnoresItsInterrupt() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn(named("t1"), (context) -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			return null;
		});
		await(running);
		assertThatExceptionOfType(TaskAwaitTimeoutException.class).isThrownBy(() -> host().reset(Duration.ofMillis(50)))
			.withMessageContaining(task.uid().toString());
		assertThat(host().unresponsive(10)).hasSize(1);
		this.release.countDown();
		host().reset(PATIENCE);
		assertThat(session().list()).isEqualTo(List.of());
	}

	/** A scope that blocks at its end keeps the thread of an attempt that is over. */
	@Test
	void idleWaitsForTheThreadOfAnAttemptWhoseNextOneWasCancelled() throws Exception {
		CountDownLatch closing = new CountDownLatch(1);
		start((builder) -> builder.addContextPropagator(() -> (task) -> (ended, thrown) -> {
			closing.countDown();
			awaitIgnoringInterrupts(this.release);
		}));
		BackgroundTaskHandle<String> task = session().spawn(
				BackgroundTaskRegistration.ofKind("other").retry(TaskRetryPolicy.ofMaxAttempts(2)).build(),
				(context) -> {
					throw new IllegalStateException("first");
				});
		await(closing);
		assertThat(task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThatExceptionOfType(TaskAwaitTimeoutException.class).isThrownBy(() -> host().awaitIdle(Duration.ZERO));
		this.release.countDown();
		host().awaitIdle(PATIENCE);
		HostChecks.assertIdle(host());
	}

}
