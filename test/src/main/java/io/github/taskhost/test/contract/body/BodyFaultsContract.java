package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Bodies that cannot be stopped, and bodies that throw errors. */
abstract class BodyFaultsContract extends AbstractHostContract {

	private final CountDownLatch running = new CountDownLatch(1);

	private final Object monitor = new Object();

	@Override
	protected BackgroundTaskHostOptions options() {
		KindOptions single = KindOptions.NONE.withMaxConcurrent(1);
		return super.options().withKinds(Map.of("single", single, "compute", single.withThread(ThreadType.PLATFORM)));
	}

	private BackgroundTaskRegistration single(Unstoppable how, String id) {
		return BackgroundTaskRegistration.ofKind((how == Unstoppable.SPINS_ON_A_PLATFORM_THREAD) ? "compute" : "single")
			.id(id)
			.timeout(Duration.ofHours(1))
			.build();
	}

	/** Returns a body that ignores its cancellation until the test releases it. */
	private BackgroundTask<@Nullable Void> body(Unstoppable how) {
		return (context) -> {
			this.running.countDown();
			switch (how) {
				case SWALLOWS_INTERRUPTS -> stubborn(new CountDownLatch(1)).run(context);
				case SPINS, SPINS_ON_A_PLATFORM_THREAD -> spin();
				case BLOCKS_IN_SYNCHRONIZED -> enterMonitor();
			}
			context.status("too late");
			return null;
		};
	}

	private void spin() {
		while (this.release.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

	private void enterMonitor() {
		synchronized (this.monitor) {
			this.monitor.notifyAll();
		}
	}

	private void unstoppable(Unstoppable how, ThrowingAction action) throws Exception {
		synchronized (this.monitor) {
			BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", single(how, "t1"), body(how));
			await(this.running);
			action.with(task);
		}
		BackgroundTaskRecord end = this.host.getManaged("s1", "t1").orElseThrow();
		BackgroundTaskHandle<@Nullable Void> next = this.host.spawnManaged("s1", single(how, "t2"), (context) -> null);
		this.release.countDown();
		assertThat(next.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.host.statistics().unresponsive()).isZero();
		assertThat(record("s1", "t1")).isEqualTo(end);
	}

	/** Checks that the thread of an ended task is counted and keeps its slot. */
	private void assertHonest(Unstoppable how, BackgroundTaskHandle<?> task, BackgroundTaskState state)
			throws Exception {
		assertThat(task.record().state()).isEqualTo(state);
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.host.statistics().unresponsive()).isEqualTo(1);
		assertThat(this.host.unresponsive(10)).containsExactly(task.record());
		assertThat(this.host.inspect(task.uid()).orElseThrow().stack()).isNotEmpty();
		BackgroundTaskHandle<@Nullable Void> queued = this.host.spawnManaged("s2", single(how, "queued"), waiting());
		assertThat(queued.record().state()).as("the slot is kept").isEqualTo(BackgroundTaskState.PENDING);
		queued.cancel(null);
		assertThat(this.host.spawnManaged("s2", named("other"), (context) -> null).await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@ParameterizedTest
	@EnumSource(Unstoppable.class)
	void unstoppableBodyIsAbandonedAfterBothGracePeriods(Unstoppable how) throws Exception {
		unstoppable(how, (task) -> {
			task.cancel("enough");
			this.timer.advance(options().cancel().gracePeriod());
			this.timer.awaitScheduled(options().cancel().abandonAfter());
			assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
			assertThat(this.host.statistics().unresponsive()).isZero();
			this.timer.advance(options().cancel().abandonAfter());
			assertThat(task.await(PATIENCE).abandoned()).isTrue();
			assertHonest(how, task, BackgroundTaskState.CANCELLED);
		});
	}

	@ParameterizedTest
	@EnumSource(Unstoppable.class)
	void forcedCancelEndsAnUnstoppableBody(Unstoppable how) throws Exception {
		unstoppable(how, (task) -> {
			this.host.cancelManaged("s1", "t1");
			assertThat(task.record().abandoned()).isFalse();
			assertHonest(how, task, BackgroundTaskState.CANCELLED);
		});
	}

	@ParameterizedTest
	@EnumSource(Unstoppable.class)
	void timeoutEndsAnUnstoppableBody(Unstoppable how) throws Exception {
		unstoppable(how, (task) -> {
			this.timer.advance(Duration.ofHours(1));
			assertThat(task.await(PATIENCE).failure()).isNotNull()
				.extracting(TaskFailure::kind)
				.isEqualTo(FailureKind.TIMEOUT);
			assertHonest(how, task, BackgroundTaskState.FAILED);
		});
	}

	@Test
	void canaryEndedBodyIsNotReportedAsAnAbandonedThread() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				single(Unstoppable.SWALLOWS_INTERRUPTS, "t1"), cooperative());
		this.host.cancelManaged("s1", "t1");
		this.host.spawnManaged("s1", single(Unstoppable.SWALLOWS_INTERRUPTS, "t2"), (context) -> null).await(PATIENCE);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertHonest(Unstoppable.SWALLOWS_INTERRUPTS, task, BackgroundTaskState.CANCELLED));
	}

	static Stream<Error> errors() {
		return Stream.of(new Simulated(), new OutOfMemoryError("simulated"), new NoClassDefFoundError("simulated"),
				new ExceptionInInitializerError("simulated"), new AssertionError("simulated"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void errorFailsItsTaskAndReleasesTheSlot(Error error) throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1",
				single(Unstoppable.SWALLOWS_INTERRUPTS, "t1"), (context) -> {
					throw error;
				});
		assertFailed(task, error.getClass());
		assertThat(task.failure()).containsSame(error);
	}

	@Test
	void stackOverflowFailsItsTaskAndReleasesTheSlot() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", single(Unstoppable.SWALLOWS_INTERRUPTS, "t1"),
				(context) -> depth(1));
		assertFailed(task, StackOverflowError.class);
	}

	@Test
	void stackOverflowInsideTheHostFailsItsTask() throws Exception {
		BackgroundTaskHandle<Integer> task = this.host.spawnManaged("s1", single(Unstoppable.SWALLOWS_INTERRUPTS, "t1"),
				(context) -> reports(context, 1));
		assertFailed(task, StackOverflowError.class);
		this.events.await(BackgroundTaskEvent.Failed.class, "t1");
		assertThat(this.events.of("t1")).endsWith("Failed");
	}

	@SuppressWarnings("InfiniteRecursion") // the stack has to overflow
	private static int depth(int depth) {
		return depth(depth + 1) + 1;
	}

	@SuppressWarnings("InfiniteRecursion") // the stack has to overflow
	private static int reports(BackgroundTaskContext context, int depth) {
		context.heartbeat();
		return reports(context, depth + 1) + 1;
	}

	private void assertFailed(BackgroundTaskHandle<?> task, Class<? extends Error> type) throws Exception {
		assertThat(task.await(PATIENCE).failure()).isNotNull().satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.EXCEPTION);
			assertThat(failure.type()).isEqualTo(type.getName());
		});
		assertThat(this.host.spawnManaged("s1", single(Unstoppable.SWALLOWS_INTERRUPTS, "next"), (context) -> null)
			.await(PATIENCE)
			.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.host.statistics().unresponsive()).isZero();
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void errorOfHiddenWorkIsThrownToTheWaiter() {
		this.host.spawnHidden("s1", "broken", () -> depth(1));
		assertThatExceptionOfType(HiddenTaskException.class).isThrownBy(() -> this.host.awaitHidden("s1", PATIENCE))
			.withCauseInstanceOf(StackOverflowError.class);
		assertThat(this.host.statistics().hidden()).isZero();
		assertThat(this.host.statistics().sessions()).isZero();
	}

	/** The ways in which a body ignores its cancellation. */
	enum Unstoppable {

		SWALLOWS_INTERRUPTS, SPINS, SPINS_ON_A_PLATFORM_THREAD, BLOCKS_IN_SYNCHRONIZED

	}

	@FunctionalInterface
	private interface ThrowingAction {

		void with(BackgroundTaskHandle<@Nullable Void> task) throws Exception;

	}

	/** Stands for errors such as the former ThreadDeath. */
	private static final class Simulated extends Error {

		private static final long serialVersionUID = 1;

	}

}
