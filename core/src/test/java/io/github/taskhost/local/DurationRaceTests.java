package io.github.taskhost.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.body.Awaiting;
import io.github.taskhost.local.host.Insertions;
import io.github.taskhost.local.question.Questions;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.TaskTimes;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clock readings and changes of measured durations at moments that rarely occur; hooks
 * provoke them.
 */
class DurationRaceTests extends LocalHostTest {

	/** Differ from all other durations of the tests. */
	private static final Duration TIMEOUT = Duration.ofSeconds(107);

	private static final Duration OF_CHILD = Duration.ofSeconds(211);

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private static final Duration LONG = Duration.ofHours(5);

	/** A wall clock whose readings inside one method of the host a test replaces. */
	private final class WatchedClock extends Clock {

		private final AtomicInteger readings = new AtomicInteger();

		private final String type;

		private final String method;

		private final IntFunction<Instant> reading;

		WatchedClock(Class<?> type, String method, IntFunction<Instant> reading) {
			this.type = type.getName();
			this.method = method;
			this.reading = reading;
		}

		@Override
		public Instant instant() {
			boolean inside = StackWalker.getInstance()
				.walk((frames) -> frames.anyMatch((frame) -> frame.getClassName().equals(this.type)
						&& frame.getMethodName().equals(this.method)));
			return inside ? this.reading.apply(this.readings.incrementAndGet())
					: DurationRaceTests.this.clock.instant();
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3 })
	void questionLapsesWhenOneReadingOfTheWallClockIsEarly(int early) throws Exception {
		Instant deadline = this.clock.instant().plus(DEADLINE);
		start((builder) -> builder.clock(new WatchedClock(Questions.class, "lapse",
				(reading) -> (reading == early) ? deadline.minusNanos(1) : this.clock.instant())));
		BackgroundTaskHandle<@Nullable Void> task = session().spawn("other", (context) -> {
			context.requestInput(InputRequest.of("go-on", "Go on?").withDeadline(deadline));
			return null;
		});
		this.timer.awaitScheduled(DEADLINE);
		this.timer.advance(DEADLINE);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	/** Steps the wall clock between its reading for a new task and the insert. */
	private void startWithAStepOfTheClock(int hours) {
		start((builder) -> builder.clock(new WatchedClock(Insertions.class, "newTask", (reading) -> {
			Instant before = this.clock.instant();
			this.clock.advance(Duration.ofHours(hours));
			return before;
		})).options(options().withKinds(Map.of("watched", KindOptions.NONE.withHeartbeatTimeout(TIMEOUT)))));
	}

	private void failsAfter(BackgroundTaskHandle<?> task, FailureKind kind) throws InterruptedException {
		this.timer.advance(TIMEOUT.minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(Objects.requireNonNull(task.await(PATIENCE).failure()).kind()).isEqualTo(kind);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void stepOfTheWallClockDuringAnInsertDoesNotChangeTheTimeout(int hours) throws Exception {
		startWithAStepOfTheClock(hours);
		host().registerExternal("s1", BackgroundTaskRegistration.ofKind("other").id("t1").timeout(TIMEOUT).build(),
				null);
		failsAfter(session().task("t1"), FailureKind.TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void stepOfTheWallClockDuringAnInsertDoesNotChangeTheHeartbeatTimeout(int hours) throws Exception {
		startWithAStepOfTheClock(hours);
		host().registerExternal("s1", BackgroundTaskRegistration.ofKind("watched").id("t1").build(), null);
		failsAfter(session().task("t1"), FailureKind.HEARTBEAT_LOST);
	}

	@ParameterizedTest
	@ValueSource(ints = { -2, 2 })
	void stepOfTheWallClockDuringAnInsertDoesNotChangeTheStartDelay(int hours) throws Exception {
		startWithAStepOfTheClock(hours);
		BackgroundTaskHandle<String> task = session().spawn(
				BackgroundTaskRegistration.ofKind("other").id("t1").startAfter(TIMEOUT).build(), (context) -> "done");
		this.timer.advance(TIMEOUT.minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private static LocalTask task(TableWithPoints table, BackgroundTaskHandle<?> handle) {
		return Objects.requireNonNull(table.find(handle.uid()));
	}

	private static void awaitLink(LocalTask descendant) {
		TaskTimes times = descendant.times();
		while (times == null || times.awaiters().isEmpty()) {
			Thread.onSpinWait();
			times = descendant.times();
		}
	}

	/** The wait ends after the end is stored, and before its listeners are called. */
	@Test
	void alarmOfAnEndedTaskIsCancelledAfterItsWaitWasLeft() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table));
		CountDownLatch registered = new CountDownLatch(1);
		CountDownLatch left = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = session()
			.spawn(BackgroundTaskRegistration.ofKind("other").id("parent").timeout(TIMEOUT).build(), (context) -> {
				await(registered);
				try {
					session().task("child").await(LONG);
				}
				catch (InterruptedException ex) {
					left.countDown();
				}
				return null;
			});
		host().registerExternal("s1",
				BackgroundTaskRegistration.ofKind("other").id("child").parentTaskId("parent").timeout(OF_CHILD).build(),
				null);
		LocalTask child = task(table, session().task("child"));
		registered.countDown();
		awaitLink(child);
		Thread body = Objects.requireNonNull(Objects.requireNonNull(task(table, parent).body()).thread());
		table.after((change) -> change instanceof TableChange.Replace<LocalTask> replace
				&& replace.next().state() == BackgroundTaskState.COMPLETED, () -> {
					body.interrupt();
					awaitIgnoringInterrupts(left);
				});
		assertThat(this.timer.isScheduled(OF_CHILD)).isTrue();
		host().markTerminal("s1", "child", BackgroundTaskState.COMPLETED);
		assertThat(this.timer.isScheduled(OF_CHILD)).isFalse();
		assertThat(child.times()).isNull();
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void timeoutGoesOnAfterAnErrorAtTheBeginningOfAWait() throws Exception {
		WatchedTimer failing = new WatchedTimer(this.timer, Awaiting.class, () -> {
			throw new StackOverflowError("on purpose");
		});
		start((builder) -> builder.timer(failing));
		CountDownLatch failed = new CountDownLatch(1);
		CountDownLatch asks = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = session()
			.spawn(BackgroundTaskRegistration.ofKind("other").id("parent").timeout(TIMEOUT).build(), (context) -> {
				BackgroundTaskHandle<?> child = context.spawnChild(named("child"), (inner) -> {
					await(asks);
					inner.requestInput(InputRequest.of("go-on", "Go on?"));
					return null;
				});
				failing.arm();
				assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> child.await(LONG));
				failed.countDown();
				this.release.await();
				return null;
			});
		await(failed);
		asks.countDown();
		this.events.await(BackgroundTaskEvent.InputRequested.class, "child");
		failsAfter(parent, FailureKind.TIMEOUT);
	}

	@Test
	void waitThatNoTimeoutDependsOnIsNotNoted() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table));
		BackgroundTaskHandle<@Nullable Void> parent = awaitingChild("parent", null);
		this.events.await(BackgroundTaskEvent.Registered.class, "child");
		LocalTask child = task(table, session().task("child"));
		while (child.extras() == null) {
			Thread.onSpinWait(); // until the wait has begun
		}
		assertThat(child.times()).isNull();
		assertThat(task(table, parent).times()).isNull();
		this.release.countDown();
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private BackgroundTaskHandle<@Nullable Void> awaitingChild(String id, @Nullable String parentId) {
		BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind("other").id(id);
		if (parentId != null) {
			registration.parentTaskId(parentId);
		}
		return session().spawn(registration.build(), (context) -> {
			context.spawnChild(named("child"), (inner) -> {
				this.release.await();
				return null;
			}).await(LONG);
			return null;
		});
	}

	/** The removed record is the one between the awaiting body and its ancestor. */
	@Test
	void waitOfAnAwaitedBodyIsNotedAfterARecordAboveItWasRemoved() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table));
		CountDownLatch removed = new CountDownLatch(1);
		CountDownLatch spawned = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> parent = session()
			.spawn(BackgroundTaskRegistration.ofKind("other").id("parent").timeout(TIMEOUT).build(), (context) -> {
				host().registerExternal("s1",
						BackgroundTaskRegistration.ofKind("other").id("middle").parentTaskId("parent").build(), null);
				BackgroundTaskHandle<?> lower = session().spawn(
						BackgroundTaskRegistration.ofKind("other").id("lower").parentTaskId("middle").build(),
						(inner) -> {
							await(removed);
							inner.spawnChild(named("child"), (last) -> {
								last.requestInput(InputRequest.of("go-on", "Go on?"));
								return null;
							}).await(LONG);
							return null;
						});
				spawned.countDown();
				lower.await(LONG);
				return null;
			});
		await(spawned);
		awaitLink(task(table, session().task("lower")));
		host().unregisterExternal("s1", "middle");
		removed.countDown();
		this.events.await(BackgroundTaskEvent.InputRequested.class, "child");
		while (this.timer.isScheduled(TIMEOUT)) {
			Thread.onSpinWait();
		}
		this.timer.advance(TIMEOUT.multipliedBy(2));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void settledTaskKeepsNoDurations() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table));
		BackgroundTaskHandle<?> handle = session().spawn("other", (context) -> null);
		BackgroundTaskRecord end = handle.await(PATIENCE);
		LocalTask task = task(table, handle);
		assertThat(task.ownTimes().awaiters()).isEmpty();
		assertThat(task.times()).isNull();
		assertThat(task.record()).isSameAs(end);
	}

}
