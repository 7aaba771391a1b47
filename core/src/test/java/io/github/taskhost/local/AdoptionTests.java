package io.github.taskhost.local;

import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.lifecycle.MatrixRecords;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Records that come from elsewhere, and the state that the host derives from them. */
class AdoptionTests extends LocalHostTest {

	private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

	private final RecordingExecutor remote = RecordingExecutor.of("other");

	private final CountDownLatch ran = new CountDownLatch(1);

	private BackgroundTaskRecord record(TaskMode mode, BackgroundTaskState state,
			UnaryOperator<BackgroundTaskRecord.Builder> change) {
		Instant now = this.clock.instant();
		BackgroundTaskRecord.Builder builder = BackgroundTaskRecord
			.builder(UUID.fromString("01900000-0000-7000-8000-000000000001"), "s1", named("t1"), now)
			.mode(mode)
			.state(state)
			.stateSince(now)
			.eventSequence(1);
		if (state == BackgroundTaskState.RUNNING || state == BackgroundTaskState.WAITING) {
			builder.startedAt(now);
		}
		if (state.isTerminal()) {
			builder.startedAt(now).finishedAt(now);
		}
		return change.apply(builder).build();
	}

	static List<BackgroundTaskRecord> matrix() {
		return MatrixRecords.all().toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("matrix")
	void everyRecordIsFoundCountedAndForgotten(BackgroundTaskRecord record) throws Exception {
		start((builder) -> {
		});
		LocalTask task = host().adopt(record);
		assertThat(host().find(record.uid())).contains(record);
		assertThat(host().getManaged(record.sessionId(), record.id())).contains(record);
		assertThat(HostChecks.records(host(), BackgroundTaskFilter.all())).containsExactly(record);
		boolean live = !record.state().isTerminal();
		assertThat(host().statistics().live()).isEqualTo(live ? 1 : 0);
		assertThat(host().statistics().retained()).isEqualTo(live ? 0 : 1);
		assertThat(host().statistics().sessions()).isEqualTo(1);
		if (live) {
			assertThat(host().statistics().live("other", record.state())).isEqualTo(1);
		}
		assertThat(task.ended().isDone()).isNotEqualTo(live);
		host().cancelAllManaged(record.sessionId());
		HostChecks.assertIdle(host());
		host().reset(PATIENCE);
		assertThat(host().find(record.uid())).isEmpty();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("matrix")
	void everyRecordOfAKindWithAnExecutorEndsClean(BackgroundTaskRecord record) throws Exception {
		start((builder) -> builder.addExecutor(this.remote));
		host().adopt(record);
		boolean starts = record.state() == BackgroundTaskState.PENDING
				&& (record.mode() == TaskMode.SUBMITTED || record.mode().isReported() && record.attempt() > 1);
		if (starts) {
			this.timer.advance(TEN_SECONDS.multipliedBy(2));
			assertThat(this.remote.await("t1", Operation.START).task().attempt()).isEqualTo(record.attempt());
		}
		host().cancelAllManaged(record.sessionId());
		HostChecks.assertIdle(host());
	}

	@Test
	void knownRecordIsNotAdoptedAgain() {
		BackgroundTaskRecord record = record(TaskMode.EXTERNAL, BackgroundTaskState.RUNNING, (builder) -> builder);
		LocalTask task = host().adopt(record);
		assertThat(host().adopt(record)).isSameAs(task);
		assertThat(host().statistics().live()).isEqualTo(1);
	}

	@Test
	void takenIdRefusesTheRecordAndCountsNothing() {
		session();
		host().registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord record = record(TaskMode.EXTERNAL, BackgroundTaskState.RUNNING, (builder) -> builder);
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> host().adopt(record));
		assertThat(host().statistics().live()).isEqualTo(1);
		assertThat(host().find(record.uid())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void recordsWithOneKeyAreAdoptedInAnyOrder(boolean failedFirst) {
		session();
		BackgroundTaskRecord failed = keyed(1, BackgroundTaskState.FAILED);
		BackgroundTaskRecord completed = keyed(2, BackgroundTaskState.COMPLETED);
		List.of(failedFirst ? failed : completed, failedFirst ? completed : failed).forEach(host()::adopt);
		assertThat(host().find(failed.uid())).contains(failed);
		assertThat(host().register("s1", completed.registration()).uid()).isEqualTo(completed.uid());
	}

	private BackgroundTaskRecord keyed(long number, BackgroundTaskState state) {
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("other")
			.idempotencyKey("k", IdempotencyPolicy.UNTIL_SUCCESS)
			.build();
		return BackgroundTaskRecord
			.builder(new UUID(0x7000L, 0x8000_0000_0000_0000L + number), "s1", registration, this.clock.instant())
			.mode(TaskMode.REGISTERED)
			.state(state)
			.finishedAt(this.clock.instant())
			.build();
	}

	@Test
	void endedRecordLeavesItsIdToTheLiveTask() {
		session();
		host().registerExternal("s1", named("t1"), null);
		BackgroundTaskRecord ended = record(TaskMode.EXTERNAL, BackgroundTaskState.COMPLETED, (builder) -> builder);
		host().adopt(ended);
		assertThat(host().find(ended.uid())).contains(ended);
		assertThat(host().getManaged("s1", "t1")).get()
			.extracting(BackgroundTaskRecord::state)
			.isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void recordIsAdoptedAgainAfterItsRemoval() throws Exception {
		BackgroundTaskRecord own = host().registerExternal("s1", named("t1"), null);
		for (int i = 0; i < 1000; i++) {
			host().reset(PATIENCE);
			assertThat(host().adopt(own).record()).isEqualTo(own);
		}
		assertThat(host().find(own.uid())).contains(own);
		assertThat(host().statistics().live()).isEqualTo(1);
	}

	@Test
	void recordThatManyAdoptAtOnceIsAdoptedOnce() throws Exception {
		session();
		int threads = 8;
		for (int round = 0; round < 200; round++) {
			BackgroundTaskRecord record = BackgroundTaskRecord
				.builder(UUID.randomUUID(), "s" + round, BackgroundTaskRegistration.ofKind("other").build(),
						this.clock.instant())
				.mode(TaskMode.EXTERNAL)
				.state(BackgroundTaskState.RUNNING)
				.build();
			CyclicBarrier start = new CyclicBarrier(threads);
			Set<LocalTask> adopted = Collections.newSetFromMap(new IdentityHashMap<>());
			try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
				List<Callable<LocalTask>> calls = Collections.nCopies(threads, () -> {
					start.await();
					return host().adopt(record);
				});
				for (Future<LocalTask> call : executor.invokeAll(calls)) {
					adopted.add(call.get());
				}
			}
			assertThat(adopted).hasSize(1);
		}
		assertThat(host().statistics().live()).isEqualTo(200);
	}

	@Test
	void adoptedTasksAreListedWithTheOthersInTheOrderOfTheirArrival() {
		session();
		host().registerExternal("s1", named("before"), null);
		host().adopt(record(TaskMode.EXTERNAL, BackgroundTaskState.RUNNING, (builder) -> builder));
		host().registerExternal("s1", named("after"), null);
		assertThat(host().listManaged("s1")).extracting(BackgroundTaskRecord::id)
			.containsExactly("before", "t1", "after");
	}

	@Test
	void timeoutRunsOn() throws Exception {
		LocalTask task = host().adopt(record(TaskMode.EXTERNAL, BackgroundTaskState.RUNNING,
				(builder) -> builder.timeout(TEN_SECONDS).runTime(Duration.ZERO)));
		this.timer.advance(TEN_SECONDS);
		assertThat(task.ended().get().failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.TIMEOUT);
	}

	@Test
	void timeElsewhereCountsTowardsTheTimeout() throws Exception {
		LocalTask task = host().adopt(record(TaskMode.EXTERNAL, BackgroundTaskState.RUNNING,
				(builder) -> builder.timeout(TEN_SECONDS)
					.runTime(Duration.ofSeconds(1))
					.stateSince(this.clock.instant().minusSeconds(3))));
		this.timer.advance(Duration.ofSeconds(6).minusNanos(1));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(task.ended().get().failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.TIMEOUT);
	}

	/** More time than nanoseconds can count. */
	@Test
	void silenceOfCenturiesElsewhereEndsTheWork() throws Exception {
		start((builder) -> builder
			.addExecutor(this.remote.withOptions(KindOptions.NONE.withHeartbeatTimeout(TEN_SECONDS))));
		LocalTask task = host().adopt(record(TaskMode.SUBMITTED, BackgroundTaskState.RUNNING,
				(builder) -> builder.stateSince(Instant.parse("1700-01-01T00:00:00Z"))));
		assertThat(task.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS).failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.HEARTBEAT_LOST);
	}

	@Test
	void silenceIsWatched() throws Exception {
		start((builder) -> builder
			.addExecutor(this.remote.withOptions(KindOptions.NONE.withHeartbeatTimeout(TEN_SECONDS))));
		LocalTask task = host().adopt(record(TaskMode.SUBMITTED, BackgroundTaskState.RUNNING, (builder) -> builder));
		this.timer.advance(TEN_SECONDS);
		assertThat(task.ended().get().failure()).isNotNull()
			.extracting(TaskFailure::kind)
			.isEqualTo(FailureKind.HEARTBEAT_LOST);
	}

	@Test
	void delayedAttemptStartsWhenItIsDue() throws Exception {
		start((builder) -> builder.addExecutor(this.remote));
		host().adopt(record(TaskMode.SUBMITTED, BackgroundTaskState.PENDING,
				(builder) -> builder.attempt(2).nextAttemptAt(this.clock.instant().plus(TEN_SECONDS))));
		this.timer.awaitScheduled(TEN_SECONDS);
		assertThat(this.remote.calls()).isEmpty();
		this.timer.advance(TEN_SECONDS);
		assertThat(this.remote.await("t1", Operation.START).task().attempt()).isEqualTo(2);
	}

	@Test
	void workThatRunsElsewhereIsPolled() throws Exception {
		RecordingExecutor polled = this.remote.withOptions(KindOptions.NONE.withReconcileInterval(TEN_SECONDS));
		start((builder) -> builder.addExecutor(polled));
		host().adopt(record(TaskMode.SUBMITTED, BackgroundTaskState.RUNNING, (builder) -> builder));
		this.timer.advance(TEN_SECONDS.multipliedBy(2));
		polled.await("t1", Operation.RECONCILE);
	}

	@Test
	void ownerIsToldOfARequestThatItMayNotKnow() throws Exception {
		start((builder) -> builder.addExecutor(this.remote));
		host().adopt(record(TaskMode.SUBMITTED, BackgroundTaskState.CANCEL_REQUESTED,
				(builder) -> builder.startedAt(this.clock.instant()).cancelReason("enough")));
		assertThat(this.remote.await("t1", Operation.CANCEL).task().cancelReason()).isEqualTo("enough");
	}

	@Test
	void openQuestionCanBeAnswered() {
		InputRequest question = InputRequest.of("go-live", "Put it live?");
		host()
			.adopt(record(TaskMode.EXTERNAL, BackgroundTaskState.WAITING, (builder) -> builder.inputRequest(question)));
		BackgroundTaskHandle<@Nullable Object> task = session().task("t1");
		task.answer("go-live", new JsonPayload("true"));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(task.answers()).hasSize(1);
	}

	@Test
	void laterQuestionNeedsItsNumberAndTheNextOneGoesOn() {
		InputRequest question = InputRequest.of("go-live", "Put it live?").withNumber(3);
		host()
			.adopt(record(TaskMode.EXTERNAL, BackgroundTaskState.WAITING, (builder) -> builder.inputRequest(question)));
		BackgroundTaskHandle<@Nullable Object> task = session().task("t1");
		JsonPayload yes = new JsonPayload("true");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("go-live", yes));
		task.answer("go-live", 3, yes);
		host().reporter("s1", "t1").ask(InputRequest.of("other", "Other?"));
		assertThat(task.record().inputRequest()).isNotNull().extracting(InputRequest::number).isEqualTo(4);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> task.answer("other", yes));
		task.answer("other", 4, yes);
		assertThat(task.record().questions()).isEqualTo(4);
	}

	@Test
	void openQuestionLapsesAtItsDeadline() throws Exception {
		InputRequest question = InputRequest.of("go-live", "Put it live?")
			.withDeadline(this.clock.instant().plus(TEN_SECONDS));
		host()
			.adopt(record(TaskMode.EXTERNAL, BackgroundTaskState.WAITING, (builder) -> builder.inputRequest(question)));
		this.timer.advance(TEN_SECONDS);
		host().awaitIdle(PATIENCE);
		assertThat(session().task("t1").record().inputRequest()).isNull();
	}

	@Test
	void bodyOfAHandlerRunsWithItsInput() throws Exception {
		start((builder) -> builder.addHandler(new Handler()));
		LocalTask task = host()
			.adopt(record(TaskMode.MANAGED, BackgroundTaskState.PENDING, (builder) -> builder.attempt(2)));
		await(this.ran);
		assertThat(task.ended().get().state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.record().attempt()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "COMPLETED", "FAILED", "CANCELLED" })
	void endedRecordIsRetainedForItsTime(BackgroundTaskState state) throws Exception {
		start((builder) -> builder
			.options(options().withRetention(new RetentionOptions(Duration.ofSeconds(100), 1000))));
		BackgroundTaskRecord record = record(TaskMode.MANAGED, state, (builder) -> builder);
		host().adopt(record);
		assertThat(host().await("t1", PATIENCE)).isEqualTo(record);
		this.timer.advance(Duration.ofSeconds(200));
		host().awaitIdle(PATIENCE);
		assertThat(host().find(record.uid())).isEmpty();
	}

	private static UUID uid(int number) {
		return UUID.fromString("01900000-0000-7000-8000-00000000000" + number);
	}

	private BackgroundTaskRecord relative(int number, BackgroundTaskState state, @Nullable UUID parent,
			ParentFailurePolicy policy) {
		Instant now = this.clock.instant();
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("other")
			.id("t" + number)
			.onParentFailure(policy)
			.build();
		BackgroundTaskRecord.Builder builder = BackgroundTaskRecord.builder(uid(number), "s1", registration, now)
			.mode(TaskMode.EXTERNAL)
			.state(state)
			.stateSince(now)
			.eventSequence(1)
			.startedAt(now)
			.parentUid(parent);
		return (state.isTerminal() ? builder.finishedAt(now) : builder).build();
	}

	private BackgroundTaskState stateOf(int number) {
		return host().getManaged("s1", "t" + number).orElseThrow().state();
	}

	@ParameterizedTest
	@EnumSource(value = BackgroundTaskState.class, names = { "FAILED", "CANCELLED", "CANCEL_REQUESTED" })
	void fateOfAParentReachesAdoptedDescendantsInAnyOrder(BackgroundTaskState parent) {
		List<BackgroundTaskRecord> family = List.of(relative(1, parent, null, ParentFailurePolicy.CANCEL),
				relative(2, BackgroundTaskState.RUNNING, uid(1), ParentFailurePolicy.CANCEL),
				relative(3, BackgroundTaskState.RUNNING, uid(2), ParentFailurePolicy.CANCEL));
		for (List<BackgroundTaskRecord> order : List.of(family, family.reversed())) {
			start((builder) -> {
			});
			order.forEach(host()::adopt);
			assertThat(stateOf(1)).isEqualTo(parent);
			assertThat(stateOf(2)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
			assertThat(stateOf(3)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		}
	}

	@Test
	void adoptedChildThatAFailureKeptStaysKept() {
		BackgroundTaskRecord child = relative(2, BackgroundTaskState.CANCELLED, uid(1), ParentFailurePolicy.CANCEL)
			.toBuilder()
			.cancelReason("The ancestor 't1' failed")
			.cancelRequestedAt(this.clock.instant())
			.build();
		host().adopt(child);
		host().adopt(relative(3, BackgroundTaskState.RUNNING, uid(2), ParentFailurePolicy.KEEP));
		host().adopt(relative(1, BackgroundTaskState.FAILED, null, ParentFailurePolicy.CANCEL));
		host().adopt(relative(4, BackgroundTaskState.RUNNING, uid(1), ParentFailurePolicy.KEEP));
		assertThat(stateOf(3)).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(stateOf(4)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void adoptedTaskIsNotItsOwnAncestor() {
		host().adopt(relative(1, BackgroundTaskState.RUNNING, uid(2), ParentFailurePolicy.CANCEL));
		for (int parent = 1; parent <= 2; parent++) {
			BackgroundTaskRecord circle = relative(2, BackgroundTaskState.RUNNING, uid(parent),
					ParentFailurePolicy.CANCEL);
			assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> host().adopt(circle))
				.withMessageContaining("is the task itself or one of its descendants");
		}
		host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		HostChecks.assertIdle(host());
		host().adopt(relative(2, BackgroundTaskState.RUNNING, null, ParentFailurePolicy.CANCEL));
		host().requestCancel("t2", "enough");
		assertThat(stateOf(2)).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	private final class Handler implements BackgroundTaskHandler<JsonPayload> {

		@Override
		public String kind() {
			return "other";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			AdoptionTests.this.ran.countDown();
			return null;
		}

	}

}
