package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor.Behaviour;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The calls that tell the owner of reported work to end it: at least one that returns,
 * whatever ended the record.
 */
abstract class OwnerCallsContract extends AbstractKindContract {

	private static final Behaviour UNAVAILABLE = (call) -> {
		throw new IOException("503");
	};

	private static final Duration TIMEOUT = Duration.ofSeconds(50);

	private static final Duration FIRST = OWNER_RETRY.initialDelay();

	private final Map<UUID, TaskReporter> reporters = new ConcurrentHashMap<>();

	private BackgroundTaskHandle<@Nullable Object> task(Party party) throws Exception {
		return task(party, BackgroundTaskRegistration.ofKind(party.kind).id("t1").build());
	}

	/** Work that runs; the recording executor records the calls of callbacks too. */
	private BackgroundTaskHandle<@Nullable Object> task(Party party, BackgroundTaskRegistration registration)
			throws Exception {
		switch (party) {
			case EXECUTOR -> started(TaskRequest.of(registration));
			case EXECUTOR_OF_EXTERNAL_WORK -> this.host.registerExternal("s1", registration, null);
			case EXECUTOR_OF_REGISTERED_WORK -> this.host.register("s1", registration);
			case CALLBACK, CALLBACK_BESIDE_AN_EXECUTOR -> this.host.registerExternal("s1", registration,
					(record) -> this.remote.cancel(record, reporterOf(record)));
		}
		return this.host.task("s1", "t1");
	}

	/**
	 * The reporter of a task, which its owner keeps also after the removal of the record.
	 */
	private TaskReporter reporterOf(BackgroundTaskRecord record) {
		return this.reporters.computeIfAbsent(record.uid(), (uid) -> this.host.reporter("s1", record.id()));
	}

	private Call told(int count) throws InterruptedException {
		Call call = this.remote.await("t1", Operation.CANCEL, count);
		call.awaitOver();
		return call;
	}

	private void toldOnly(int count) {
		this.timer.advance(Duration.ofHours(1));
		assertThat(this.remote.calls("t1", Operation.CANCEL)).hasSize(count);
		assertThat(this.host.statistics().unstopped()).isZero();
		assertThat(this.host.unresponsive(10)).isEmpty();
	}

	private TaskReporter reporter(Party party) throws InterruptedException {
		return (party == Party.EXECUTOR) ? this.remote.await("t1", Operation.START).reporter()
				: this.host.reporter("s1", "t1");
	}

	@ParameterizedTest
	@EnumSource
	void failedCallIsRepeatedWithBackOffUntilOneReturns(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		task(party).cancel("enough");
		told(1);
		for (int failures = 1; failures <= 3; failures++) {
			Duration delay = Duration.ofSeconds(Math.min(10, 3 << (failures - 1)));
			this.timer.awaitScheduled(delay);
			assertThat(this.host.statistics().unstopped()).isOne();
			this.timer.advance(delay.minusNanos(1));
			assertThat(this.remote.calls("t1", Operation.CANCEL)).hasSize(failures);
			this.timer.advance(Duration.ofNanos(1));
			told(failures + 1);
		}
		this.timer.awaitScheduled(OWNER_RETRY.maxDelay());
		this.remote.on(Operation.CANCEL, Behaviour.NOTHING);
		this.timer.advance(OWNER_RETRY.maxDelay());
		assertThat(told(5).task().cancelReason()).isEqualTo("enough");
		toldOnly(5);
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@ParameterizedTest
	@EnumSource
	void furtherRequestTellsAgainAtOnceUntilACallReturns(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		BackgroundTaskHandle<@Nullable Object> task = task(party);
		BackgroundTaskRecord asked = task.cancel("enough");
		told(1);
		this.timer.awaitScheduled(FIRST);
		assertThat(task.cancel("again")).isEqualTo(asked);
		told(2);
		this.timer.awaitScheduled(FIRST.multipliedBy(2));
		this.host.update("t1", BackgroundTaskUpdate.ofState(BackgroundTaskState.CANCEL_REQUESTED));
		told(3);
		this.timer.awaitScheduled(OWNER_RETRY.maxDelay());
		this.host.cancelManaged("s1", "t1");
		told(4);
		this.timer.awaitScheduled(OWNER_RETRY.maxDelay());
		BackgroundTaskRecord end = task.record();
		this.host.cancelManaged("s1", "t1");
		told(5);
		this.timer.awaitScheduled(OWNER_RETRY.maxDelay());
		this.remote.on(Operation.CANCEL, Behaviour.NOTHING);
		assertThat(task.cancel("at last")).isEqualTo(end);
		told(6);
		task.cancel("once more");
		this.host.cancelManaged("s1", "t1");
		toldOnly(6);
		assertThat(this.events.of("t1")).containsOnlyOnce("CancelRequested", "Cancelled");
	}

	@ParameterizedTest
	@EnumSource
	void callThatExceedsItsTimeoutIsRepeated(Party party) throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, waiting(interrupted));
		BackgroundTaskHandle<@Nullable Object> task = task(party);
		task.cancel(null);
		this.remote.await("t1", Operation.CANCEL);
		this.timer.advance(CONTROL);
		await(interrupted);
		told(1);
		this.timer.awaitScheduled(FIRST);
		assertThat(this.host.unresponsive(10)).extracting(BackgroundTaskRecord::id).containsExactly("t1");
		assertThat(this.host.inspect(task.uid()).orElseThrow().unresponsive()).isTrue();
		this.remote.on(Operation.CANCEL, Behaviour.NOTHING);
		this.timer.advance(FIRST);
		told(2);
		assertThat(this.host.inspect(task.uid()).orElseThrow().unresponsive()).isFalse();
		toldOnly(2);
	}

	@ParameterizedTest
	@EnumSource
	void callThatIgnoresItsInterruptIsNotOvertakenAndCountsWhenItReturns(Party party) throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, ignoringInterrupts(interrupted));
		BackgroundTaskHandle<@Nullable Object> task = task(party);
		task.cancel(null);
		this.remote.await("t1", Operation.CANCEL);
		this.timer.advance(CONTROL);
		await(interrupted);
		this.timer.awaitScheduled(FIRST);
		this.timer.advance(FIRST);
		this.timer.awaitScheduled(FIRST);
		task.cancel("again");
		assertThat(this.host.statistics().unstopped()).isOne();
		this.release.countDown();
		told(1);
		toldOnly(1);
	}

	static Stream<Arguments> endsOfTheRecord() {
		return Stream.of(Party.values())
			.flatMap((party) -> Stream.of(End.values()).map((end) -> Arguments.of(party, end)));
	}

	@ParameterizedTest
	@MethodSource("endsOfTheRecord")
	void ownerIsToldOfAnEndFromElsewhereUntilACallReturns(Party party, End end) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind(party.kind).id("t1");
		if (end == End.ABORT) {
			registration.cancelPolicy(CancelPolicy.ABORT_LOCAL);
		}
		BackgroundTaskHandle<@Nullable Object> task = task(party, registration.timeout(TIMEOUT).build());
		this.host.markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		end(end);
		assertThat(task.await(PATIENCE).state()).isEqualTo(end.state);
		told(1);
		this.timer.awaitScheduled(FIRST);
		assertThat(this.host.statistics().unstopped()).isOne();
		this.remote.on(Operation.CANCEL, Behaviour.NOTHING);
		this.timer.advance(FIRST);
		assertThat(told(2).task().state()).isEqualTo(end.state);
		toldOnly(2);
		assertThat(this.remote.operations()).doesNotContain(Operation.RECONCILE);
	}

	private void end(End end) {
		switch (end) {
			case COMPLETE -> this.host.complete("t1", BackgroundTaskCompletion.completed("taken over"));
			case COMPLETE_AS_FAILED -> this.host.complete("t1", BackgroundTaskCompletion.failed("given up"));
			case COMPLETE_AS_CANCELLED -> this.host.complete("t1", BackgroundTaskCompletion.cancelled("no need"));
			case MARK -> this.host.markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
			case TIMEOUT -> this.timer.advance(TIMEOUT);
			case CANCEL_NOW -> this.host.cancelManaged("s1", "t1");
			case CANCEL_ALL_NOW -> this.host.cancelAllManaged("s1");
			case ABORT -> this.host.requestCancel("t1", null);
		}
	}

	@ParameterizedTest
	@EnumSource
	void closeOfTheSessionTellsAgainWhenItForcesTheEnd(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		task(party, BackgroundTaskRegistration.ofKind(party.kind).id("t1").closePolicy(ClosePolicy.CANCEL).build());
		FutureTask<SessionCloseReport> close = elsewhere(() -> this.host.closeSession("s1", null));
		told(1);
		this.timer.awaitScheduled(FIRST);
		this.timer.awaitScheduled(options().cancel().gracePeriod());
		this.timer.advance(FIRST);
		told(2);
		this.timer.awaitScheduled(FIRST.multipliedBy(2));
		this.remote.on(Operation.CANCEL, Behaviour.NOTHING);
		this.timer.advance(options().cancel().gracePeriod().minus(FIRST));
		assertThat(outcomeOf(close).cancelled()).containsExactly("t1");
		assertThat(told(3).task().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		toldOnly(3);
	}

	@ParameterizedTest
	@EnumSource
	void ownEndStopsTheCalls(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		BackgroundTaskHandle<@Nullable Object> task = task(party);
		task.cancel(null);
		told(1);
		this.timer.awaitScheduled(FIRST);
		reporter(party).complete("done all the same");
		assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.COMPLETED);
		task.cancel("too late");
		toldOnly(1);
	}

	@ParameterizedTest
	@EnumSource
	void ownEndAfterTheEndOfTheRecordStopsTheCalls(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		BackgroundTaskHandle<@Nullable Object> task = task(party);
		this.host.cancelManaged("s1", "t1");
		told(1);
		this.timer.awaitScheduled(FIRST);
		BackgroundTaskRecord end = task.record();
		assertThat(reporter(party).cancelled("stopped")).isEqualTo(end);
		this.host.cancelManaged("s1", "t1");
		toldOnly(1);
	}

	@ParameterizedTest
	@EnumSource
	void workThatReportedItsEndIsNotTold(Party party) throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = task(party);
		reporter(party).complete("done");
		task.cancel(null);
		this.host.cancelManaged("s1", "t1");
		this.host.markTerminal("s1", "t1", BackgroundTaskState.CANCELLED);
		toldOnly(0);
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXECUTOR")
	void removalOfTheLiveRecordStopsTheCalls(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		task(party).cancel(null);
		told(1);
		this.timer.awaitScheduled(FIRST);
		this.host.unregisterExternal("s1", "t1");
		toldOnly(1);
	}

	@ParameterizedTest
	@EnumSource
	void ownerIsToldAfterTheRetentionOfTheRecord(Party party) throws Exception {
		CountDownLatch removed = new CountDownLatch(1);
		CountDownLatch reached = new CountDownLatch(1);
		this.remote.on(Operation.CANCEL, (call) -> {
			if (removed.getCount() > 0) {
				throw new IOException("503");
			}
			reached.countDown();
		});
		endAndRemove(party);
		removed.countDown();
		do {
			this.timer.advance(Duration.ofMinutes(1));
		}
		while (!reached.await(100, TimeUnit.MILLISECONDS));
		advanceUntilNoneIsUnstopped();
	}

	@ParameterizedTest
	@EnumSource
	void callsAfterTheRetentionOfTheRecordAreBounded(Party party) throws Exception {
		this.remote.on(Operation.CANCEL, UNAVAILABLE);
		endAndRemove(party);
		assertThat(this.host.statistics().unstopped()).isEqualTo(1);
		advanceUntilNoneIsUnstopped();
		assertThat(this.host.unresponsive(10)).isEmpty();
	}

	private void endAndRemove(Party party) throws Exception {
		task(party);
		this.host.cancelManaged("s1", "t1");
		told(1);
		this.timer.awaitScheduled(FIRST);
		this.timer.advance(options().retention().maxAge());
		this.events.await(BackgroundTaskEvent.Removed.class, "t1");
	}

	private void advanceUntilNoneIsUnstopped() {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.host.statistics().unstopped() > 0 && System.nanoTime() < end) {
			this.timer.advance(Duration.ofMinutes(1));
			Thread.onSpinWait();
		}
		assertThat(this.host.statistics().unstopped()).isZero();
	}

	@Test
	void workThatNeverBeganIsNotTold() throws Exception {
		BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1",
				TaskRequest.of(remote("t1").startAfter(Duration.ofHours(2)).build()));
		this.host.complete("t1", BackgroundTaskCompletion.completed("not needed"));
		task.cancel(null);
		this.host.cancelManaged("s1", "t1");
		toldOnly(0);
		assertThat(controlCalls()).isZero();
	}

	@Test
	void callsForOneTaskDoNotDelayThoseForAnother() throws Exception {
		this.remote.on(Operation.CANCEL, (call) -> {
			if (call.task().id().equals("t1")) {
				throw new IOException("503");
			}
		});
		task(Party.EXECUTOR).cancel(null);
		told(1);
		this.timer.awaitScheduled(FIRST);
		started("t2").cancel(null);
		this.remote.await("t2", Operation.CANCEL).awaitOver();
		assertThat(this.host.unresponsive(10)).extracting(BackgroundTaskRecord::id).containsExactly("t1");
	}

	/** The owners of reported work. */
	enum Party {

		/** The executor that started the work. */
		EXECUTOR("remote"),

		/** The executor of a kind whose work began elsewhere. */
		EXECUTOR_OF_EXTERNAL_WORK("remote"),

		/** The executor of a kind whose work comes later. */
		EXECUTOR_OF_REGISTERED_WORK("remote"),

		/** The callback of external work without an executor. */
		CALLBACK("other"),

		/** The callback of external work of a kind with an executor. */
		CALLBACK_BESIDE_AN_EXECUTOR("remote");

		private final String kind;

		Party(String kind) {
			this.kind = kind;
		}

	}

	/** The ways to end a record before its work ends. */
	enum End {

		/** An end by {@code complete}. */
		COMPLETE(BackgroundTaskState.COMPLETED),

		/** A failure by {@code complete}. */
		COMPLETE_AS_FAILED(BackgroundTaskState.FAILED),

		/** A cancellation by {@code complete}. */
		COMPLETE_AS_CANCELLED(BackgroundTaskState.CANCELLED),

		/** An end by {@code markTerminal}. */
		MARK(BackgroundTaskState.COMPLETED),

		/** The timeout of the task. */
		TIMEOUT(BackgroundTaskState.FAILED),

		/** A cancel now. */
		CANCEL_NOW(BackgroundTaskState.CANCELLED),

		/** A cancel now of the session. */
		CANCEL_ALL_NOW(BackgroundTaskState.CANCELLED),

		/** A cancel request for a task that aborts. */
		ABORT(BackgroundTaskState.CANCELLED);

		private final BackgroundTaskState state;

		End(BackgroundTaskState state) {
			this.state = state;
		}

	}

}
