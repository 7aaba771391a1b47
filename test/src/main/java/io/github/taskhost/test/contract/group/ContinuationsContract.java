package io.github.taskhost.test.contract.group;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks that start after the ends of others. */
abstract class ContinuationsContract extends AbstractContinuationsContract {

	/** Differs from all other durations of the tests. */
	private static final Duration DELAY = Duration.ofSeconds(211);

	@Test
	void taskStartsWhenAllOfItsPredecessorsHaveCompleted() throws Exception {
		BackgroundTaskRecord a = external("a");
		BackgroundTaskRecord b = external("b");
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "a", "b"));
		assertWaits(c);
		assertThat(c.record().status()).isEqualTo("Waits for tasks 'a', 'b'");
		assertThat(c.record().predecessors()).containsExactly(a.uid(), b.uid());
		assertThat(c.record().registration().after()).containsExactly("a", "b");
		complete("a");
		assertWaits(c);
		complete("b");
		assertCompletes(c);
		assertThat(c.record().status()).isNull();
		assertThat(c.record().held()).isFalse();
		assertThat(c.record().predecessors()).containsExactly(a.uid(), b.uid());
		assertThat(this.runs).containsExactly("c");
		this.events.await(BackgroundTaskEvent.Completed.class, "c");
		assertThat(this.events.of("c")).containsExactly("Registered", "Updated", "StateChanged", "Completed");
	}

	@Test
	void bodyGetsTheResultsOfItsPredecessorsInTheirOrder() throws Exception {
		external("a");
		this.host.session("s1").spawn(named("b"), (context) -> new Greeting("bob"));
		this.host.session("s1").spawn(named("c"), (context) -> new Greeting("cid"));
		BackgroundTaskHandle<List<Greeting>> last = this.host.session("s1")
			.spawn(step("last").after("c", "b").afterAnyEnd("a").build(),
					(context) -> context.predecessorResults(Greeting.class).toList());
		end("a", BackgroundTaskState.FAILED);
		assertCompletes(last);
		assertThat(last.result()).containsExactly(new Greeting("cid"), new Greeting("bob"));
	}

	@Test
	void resultThatDoesNotFitNamesItsTask() throws Exception {
		this.host.session("s1").spawn(named("a"), (context) -> "no greeting");
		BackgroundTaskHandle<List<Greeting>> next = this.host.session("s1")
			.spawn(step("next").after("a").build(), (context) -> context.predecessorResults(Greeting.class).toList());
		assertThat(next.await(PATIENCE).failure()).isNotNull()
			.extracting((failure) -> failure.message())
			.asString()
			.contains("'a'", "omitted");
	}

	@ParameterizedTest
	@EnumSource(names = { "FAILED", "CANCELLED" })
	void taskIsCancelledWhenAPredecessorDidNotComplete(BackgroundTaskState end) throws Exception {
		external("a");
		external("b");
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "a", "b"));
		end("b", end);
		assertIsCancelled(c, "'b'", (end == BackgroundTaskState.FAILED) ? "failed" : "was cancelled");
		assertThat(c.record().cancelledBy()).isNull();
		complete("a");
		assertThat(this.runs).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
	}

	@ParameterizedTest
	@EnumSource(names = { "COMPLETED", "FAILED", "CANCELLED" })
	void anyEndStartsATaskThatAsksForNoMore(BackgroundTaskState end) throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> c = submit(TaskRequest.of("step").afterAnyEnd("a"));
		assertWaits(c);
		assertThat(c.record().status()).isEqualTo("Waits for task 'a'");
		end("a", end);
		assertCompletes(c);
	}

	@Test
	void bothSortsOfPredecessorsCanBeMixed() throws Exception {
		external("a");
		external("b");
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "a").afterAnyEnd("b"));
		BackgroundTaskHandle<@Nullable Object> d = submit(task("d", "b").afterAnyEnd("a"));
		end("b", BackgroundTaskState.FAILED);
		assertWaits(c);
		assertIsCancelled(d, "'b'");
		complete("a");
		assertCompletes(c);
	}

	@Test
	void removalOfAPredecessorCancels() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "a"));
		BackgroundTaskHandle<@Nullable Object> d = submit(TaskRequest.of("step").afterAnyEnd("a"));
		this.host.unregisterExternal("s1", "a");
		assertIsCancelled(c, "'a'", "removed");
		assertCompletes(d);
	}

	@Test
	void predecessorThatHasCompletedIsNotAwaited() throws Exception {
		external("a");
		complete("a");
		BackgroundTaskHandle<@Nullable Void> c = this.host.session("s1")
			.spawn(builder("c").after("a").build(), waiting());
		assertThat(stateOf(c)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(c.record().status()).isNull();
		assertThat(c.record().predecessors()).hasSize(1);
		this.release.countDown();
		assertCompletes(c);
	}

	@Test
	void predecessorThatHasFailedCancelsAtOnce() throws Exception {
		external("a");
		end("a", BackgroundTaskState.FAILED);
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "a"));
		assertIsCancelled(c, "'a'", "failed");
		assertThat(this.runs).isEmpty();
	}

	@Test
	void bodiesWaitLikeSubmittedTasks() throws Exception {
		BackgroundTaskHandle<@Nullable Void> a = this.host.session("s1").spawn(named("a"), waiting());
		BackgroundTaskHandle<@Nullable Object> b = this.host.session("s1")
			.spawn(builder("b").after("a").build(), noting());
		BackgroundTaskHandle<@Nullable Object> c = this.host.session("s1")
			.spawn(builder("c").after("b").build(), noting());
		assertWaits(b);
		assertWaits(c);
		this.release.countDown();
		assertCompletes(a);
		assertCompletes(c);
		assertThat(this.runs).containsExactly("b", "c");
	}

	@Test
	void executorsAreCalledAfterTheEndOfThePredecessor() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(TaskRequest.of(remote("b").after("a").build()));
		assertWaits(b);
		assertThat(controlCalls()).isZero();
		complete("a");
		this.remote.await("b", Operation.START).awaitOver();
		assertThat(stateOf(b)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void predecessorMayBeInAnotherSession() throws Exception {
		this.host.registerExternal("s2", named("a"), null);
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "a"));
		assertWaits(c);
		complete("a");
		assertCompletes(c);
	}

	@Test
	void startDelayBeginsWithTheRegistration() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> late = submit(
				TaskRequest.of(step("b").after("a").startAfter(DELAY).build()));
		assertThat(late.record().status()).isEqualTo("Waits for task 'a'");
		complete("a");
		assertThat(stateOf(late)).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(late.record().status()).startsWith("Starts at ");
		assertThat(late.record().held()).isFalse();
		this.timer.advance(DELAY.minusNanos(1));
		assertThat(this.runs).isEmpty();
		this.timer.advance(Duration.ofNanos(1));
		assertCompletes(late);
	}

	@Test
	void startTimeThatPassesMeanwhileStartsNothing() throws Exception {
		external("a");
		Instant soon = this.clock.instant().plus(DELAY);
		BackgroundTaskHandle<@Nullable Object> b = submit(TaskRequest.of(step("b").after("a").startAt(soon).build()));
		this.timer.advance(DELAY.multipliedBy(2));
		assertWaits(b);
		complete("a");
		assertCompletes(b);
		assertThat(b.record().nextAttemptAt()).isNull();
	}

	@Test
	void waitingTaskTakesNoSlot() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(
				TaskRequest.of(BackgroundTaskRegistration.ofKind("single").id("b").after("a").build()));
		assertCompletes(submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("single").id("c").build())));
		assertWaits(b);
		complete("a");
		assertCompletes(b);
	}

	@Test
	void slotIsTakenAfterTheWait() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		this.host.session("s1").spawn(BackgroundTaskRegistration.ofKind("narrow").id("t1").build(), (context) -> {
			running.countDown();
			this.release.await();
			return "";
		});
		await(running);
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = this.host.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("narrow").id("b").after("a").build(), noting());
		complete("a");
		assertThat(b.record().held()).isFalse();
		assertThat(stateOf(b)).isEqualTo(BackgroundTaskState.PENDING);
		this.release.countDown();
		assertCompletes(b);
	}

	@Test
	void cancelEndsTheWait() {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(task("b", "a"));
		BackgroundTaskRecord end = b.cancel("not needed");
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.cancelReason()).isEqualTo("not needed");
		assertThat(end.status()).isNull();
		complete("a");
		assertThat(this.runs).isEmpty();
		assertThat(record("s1", "a").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void cancelOfAWaitingTaskCancelsThoseThatWaitForIt() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(task("b", "a"));
		BackgroundTaskHandle<@Nullable Object> c = submit(task("c", "b"));
		b.cancel(null);
		assertIsCancelled(c, "'b'", "was cancelled");
		assertThat(record("s1", "a").state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void closeOfTheSessionCancelsTheWait() {
		this.host.registerExternal("s2", named("a"), null);
		BackgroundTaskHandle<@Nullable Object> b = submit(
				TaskRequest.of(step("b").after("a").closePolicy(ClosePolicy.CANCEL).build()));
		this.host.closeSession("s1", null);
		assertThat(stateOf(b)).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void movedTasksWaitAndAreAwaited() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(task("b", "a"));
		this.host.transferManaged("s1", "s2", List.of("a"));
		this.host.transferManaged("s1", "s3", List.of("b"));
		assertWaits(b);
		complete("a");
		assertCompletes(b);
		assertThat(b.record().sessionId()).isEqualTo("s3");
	}

	@Test
	void statusThatACallerSetsStays() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(task("b", "a"));
		this.host.update("b", BackgroundTaskUpdate.ofProgress("soon"));
		complete("a");
		assertCompletes(b);
		assertThat(b.record().status()).isEqualTo("soon");
	}

	@Test
	void timeoutCountsFromTheStart() throws Exception {
		external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(TaskRequest.of(step("b").after("a").timeout(DELAY).build()));
		this.timer.advance(DELAY.multipliedBy(3));
		assertWaits(b);
		complete("a");
		assertCompletes(b);
	}

	@Test
	void idOfAnEndedTaskThatIsUsedAgainMeansTheLiveOne() throws Exception {
		external("a");
		complete("a");
		BackgroundTaskRecord again = external("a");
		BackgroundTaskHandle<@Nullable Object> b = submit(task("b", "a"));
		assertWaits(b);
		assertThat(b.record().predecessors()).containsExactly(again.uid());
		complete("a");
		assertCompletes(b);
	}

	@Test
	void manyTasksMayWaitForOne() throws Exception {
		external("a");
		TaskRequest[] requests = new TaskRequest[200];
		for (int i = 0; i < requests.length; i++) {
			requests[i] = task("t" + i, "a");
		}
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(requests);
		complete("a");
		for (BackgroundTaskHandle<@Nullable Object> task : tasks) {
			assertCompletes(task);
		}
		assertThat(this.runs).hasSize(requests.length);
	}

}
