package io.github.taskhost.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ends of threads that an error of the JVM breaks off. */
class LastActTests extends LocalHostTest {

	private final TableWithPoints table = new TableWithPoints();

	private void startWithOneSlot() {
		start((builder) -> builder.table(this.table)
			.options(options().withKinds(Map.of("other", KindOptions.NONE.withMaxConcurrent(1)))));
	}

	private static boolean isEnd(TableChange<LocalTask> change) {
		return change instanceof TableChange.Replace<LocalTask> replace && replace.next().state().isTerminal();
	}

	private void breakOffEnds(int times) {
		this.table.before(LastActTests::isEnd, () -> {
			if (times > 1) {
				breakOffEnds(times - 1);
			}
			throw new OutOfMemoryError("Java heap space");
		});
	}

	private void endsAndReturnsItsSlot() throws Exception {
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> "done");
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(session().spawn("other", (context) -> "next").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		host().awaitIdle(PATIENCE);
		assertThat(host().statistics().live()).isZero();
		assertThat(host().statistics().live("other", BackgroundTaskState.RUNNING)).isZero();
	}

	@Test
	void commitOfAnEndIsRepeatedAfterAnError() throws Exception {
		startWithOneSlot();
		breakOffEnds(1);
		endsAndReturnsItsSlot();
	}

	private static boolean isStart(TableChange<LocalTask> change) {
		return change instanceof TableChange.Replace<LocalTask> replace
				&& replace.next().state() == BackgroundTaskState.RUNNING;
	}

	@Test
	void bodyRunsThoughItsStoredStartWasBrokenOff() throws Exception {
		startWithOneSlot();
		CountDownLatch holdsSlot = new CountDownLatch(1);
		session().spawn("other", (context) -> {
			await(holdsSlot);
			return "first";
		});
		BackgroundTaskHandle<String> queued = session().spawn("other", (context) -> "second");
		this.table.after(LastActTests::isStart, () -> {
			throw new OutOfMemoryError("Java heap space");
		});
		holdsSlot.countDown();
		assertThat(queued.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(session().spawn("other", (context) -> "next").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private void spawnUntilTheStackIsExhausted(int depth) {
		session().spawn((depth % 2 == 0) ? "other" : "free", (context) -> "done");
		spawnUntilTheStackIsExhausted(depth + 1);
	}

	/**
	 * Two spawners only: a stack that is exhausted inside the scheduler of virtual
	 * threads can stop it for the JVM, which no library mends.
	 */
	@Test
	void exhaustedStackOfASpawnerLeavesNoTaskWithoutAnEnd() throws Exception {
		startWithOneSlot();
		for (int i = 0; i < 2; i++) {
			Thread spawner = new Thread(null, () -> {
				try {
					spawnUntilTheStackIsExhausted(0);
				}
				catch (StackOverflowError ex) {
					// expected
				}
			}, "spawner", 256 * 1024);
			spawner.start();
			spawner.join();
		}
		for (int looks = 0; looks < 30 && !isIdleSoon(); looks++) {
			look();
		}
		host().awaitIdle(PATIENCE);
		assertThat(host().statistics().live()).isZero();
		assertThat(session().spawn("other", (context) -> "next").await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void commitOfAnEndIsRepeatedUntilItIsDone() throws Exception {
		startWithOneSlot();
		breakOffEnds(3);
		endsAndReturnsItsSlot();
	}

	/** A look tries once, since it must not hold up alarms. */
	@Test
	void lookTriesTheEndOfAnAttemptOnce() throws Exception {
		ThreadFactory none = (work) -> {
			throw new OutOfMemoryError("unable to create native thread");
		};
		start((builder) -> builder.table(this.table).threads(none, none));
		breakOffEnds(2);
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> "never");
		look();
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		look();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		HostChecks.assertIdle(host());
	}

	/** A lost slot is given back by looks at a host that is idle apart from it. */
	private boolean isIdleSoon() throws InterruptedException {
		try {
			host().awaitIdle(Duration.ofMillis(200));
			return true;
		}
		catch (TaskAwaitTimeoutException ex) {
			return false;
		}
	}

}
