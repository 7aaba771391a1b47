package io.github.taskhost.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.ControlOptions;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Exceptions with methods that throw, so that a logger fails to read them. */
class UnreadableExceptionTests extends LocalHostTest {

	private static final Duration INTERVAL = Duration.ofSeconds(3);

	@Test
	void exceptionOfAListenerStopsNoDelivery() {
		AtomicInteger calls = new AtomicInteger();
		start((builder) -> builder.addListener((event) -> {
			calls.incrementAndGet();
			throw new Unreadable();
		}));
		host().registerExternal("s1", named("t1"), null);
		host().complete("t1", BackgroundTaskCompletion.completed(null));
		assertThat(calls).hasValue(2);
		assertThat(this.events.of("t1")).containsExactly("Registered", "Completed");
	}

	@Test
	void exceptionOfAPropagatorStopsNoBody() throws Exception {
		start((builder) -> builder.addContextPropagator(() -> (task) -> {
			throw new Unreadable();
		}));
		BackgroundTaskHandle<String> task = session().spawn(named("t1"), (context) -> "done");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void exceptionOfAReconcileStopsNoLaterCall() throws Exception {
		RecordingExecutor remote = RecordingExecutor.of("remote")
			.withOptions(KindOptions.NONE.withReconcileInterval(INTERVAL));
		remote.on(Operation.RECONCILE, (call) -> {
			throw new Unreadable();
		});
		start((builder) -> builder.addExecutor(remote)
			.options(options().withControl(new ControlOptions(Duration.ofSeconds(17), 0, Duration.ofMinutes(1)))));
		host().registerExternal("s1", BackgroundTaskRegistration.ofKind("remote").id("t1").build(), null);
		this.timer.advance(INTERVAL);
		remote.await("t1", Operation.RECONCILE);
		this.timer.awaitScheduled(INTERVAL.multipliedBy(2));
		host().requestCancel("t1", null);
		remote.await("t1", Operation.CANCEL);
	}

	@Test
	void exceptionOfABodyFailsItsTask() throws Exception {
		CountDownLatch thrown = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = session().spawn(named("t1"), (context) -> {
			thrown.countDown();
			throw new Unreadable();
		});
		await(thrown);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		host().awaitIdle(PATIENCE);
	}

	@Test
	void readableExceptionIsLoggedAsItIs() {
		Exception thrown = new IllegalStateException("two\nlines", new Exception("cause"));
		assertThat(LogSafe.of(thrown)).isSameAs(thrown);
	}

	@Test
	void unreadableExceptionHasAStandInWithItsStackTrace() {
		Throwable thrown = new Unreadable();
		assertThat(LogSafe.of(new Exception("wrapped", thrown))).hasMessageStartingWith("java.lang.Exception");
		assertThat(LogSafe.of(thrown)).hasMessageContaining(Unreadable.class.getName());
		assertThat(LogSafe.of(thrown).getStackTrace()).isEqualTo(thrown.getStackTrace());
	}

	@Test
	void circleAndLengthOfCausesAreBounded() {
		Exception one = new Exception("one");
		Exception two = new Exception("two", one);
		one.initCause(two);
		assertThat(LogSafe.of(one)).isSameAs(one);
		Exception chain = new Exception("0");
		for (int i = 0; i < 10_000; i++) {
			chain = new Exception("link", chain);
		}
		assertThat(LogSafe.of(chain)).isNotSameAs(chain);
	}

	private static final class Unreadable extends RuntimeException {

		private static final long serialVersionUID = 1;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

	}

}
