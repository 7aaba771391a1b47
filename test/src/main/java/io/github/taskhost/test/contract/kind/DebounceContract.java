package io.github.taskhost.test.contract.kind;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Debounced requests: the newest one wins until the task starts. */
abstract class DebounceContract extends AbstractKindContract {

	/** Differs from all other durations of the tests. */
	private static final Duration QUIET = Duration.ofSeconds(211);

	private static final Duration PART = Duration.ofSeconds(150);

	private static final Duration MOMENT = Duration.ofNanos(1);

	private static final int SUBMITTERS = 16;

	private static final int LIMIT = SUBMITTERS + 1;

	private final BlockingQueue<String> greeted = new LinkedBlockingQueue<>();

	/** The open transaction of the test thread, if any. */
	private @Nullable List<Consumer<Boolean>> open;

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Greeter("greet"), new Greeter("single"))
			.withTransactions(this::transaction);
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)))
			.withLimits((limits) -> limits.withLiveTasks(LIMIT, LIMIT));
	}

	private TaskTransactions.@Nullable Transaction transaction() {
		List<Consumer<Boolean>> waiting = this.open;
		return (waiting != null) ? waiting::add : null;
	}

	private void end(boolean committed) {
		List<Consumer<Boolean>> waiting = Objects.requireNonNull(this.open);
		this.open = null;
		waiting.forEach((outcome) -> outcome.accept(committed));
	}

	private static TaskRequest remote(JsonPayload input) {
		return TaskRequest.of("remote").debounce("k", QUIET).input(input);
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String number) {
		return this.host.submit("s1", remote(new JsonPayload(number)));
	}

	private BackgroundTaskHandle<@Nullable Object> greet(String kind, String name) {
		return this.host.submit("s1", TaskRequest.of(kind).debounce("k", QUIET).input(new Greeting(name)));
	}

	private String nextGreeted() throws InterruptedException {
		return Objects.requireNonNull(this.greeted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nobody was greeted");
	}

	/** Lets quiet times pass until a start that another thread is setting has come. */
	private String nextGreetedInTime() throws InterruptedException {
		String name = null;
		for (int i = 0; i < PATIENCE.toSeconds() && name == null; i++) {
			this.timer.advance(QUIET);
			name = this.greeted.poll(1, TimeUnit.SECONDS);
		}
		return Objects.requireNonNull(name, "nobody was greeted");
	}

	private BackgroundTaskRecord start(BackgroundTaskHandle<?> task) throws InterruptedException {
		Call start = this.remote.await(task.id(), Operation.START);
		start.awaitOver();
		return start.task();
	}

	private static @Nullable String inputOf(BackgroundTaskRecord record) {
		JsonPayload input = record.input();
		return (input != null) ? input.text() : null;
	}

	@Test
	void newestRequestWinsAndMovesTheStart() throws Exception {
		BackgroundTaskHandle<?> task = submit("1");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(task.record().nextAttemptAt()).isEqualTo(this.clock.instant().plus(QUIET));
		long version = task.record().version();
		this.timer.advance(PART);
		BackgroundTaskHandle<?> again = submit("2");
		assertThat(again.uid()).isEqualTo(task.uid());
		Instant start = this.clock.instant().plus(QUIET);
		assertThat(again.record().nextAttemptAt()).isEqualTo(start);
		assertThat(inputOf(again.record())).isEqualTo("2");
		assertThat(again.record().version()).isEqualTo(version + 1);
		assertThat(again.record().status()).contains(start.toString().substring(0, 19));
		this.timer.awaitScheduled(QUIET);
		this.timer.advance(QUIET.minus(MOMENT));
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(MOMENT);
		assertThat(inputOf(start(task))).isEqualTo("2");
		assertThat(this.remote.calls(task.id(), Operation.START)).hasSize(1);
		assertThat(task.record().status()).isNull();
		assertThat(this.host.find(task.uid())).map(DebounceContract::inputOf).hasValue("2");
	}

	@Test
	void replacementIsAnUpdate() throws Exception {
		BackgroundTaskHandle<?> task = submit("1");
		submit("2");
		BackgroundTaskEvent.Updated updated = this.events.await(BackgroundTaskEvent.Updated.class, task.id());
		assertThat(inputOf(updated.record())).isEqualTo("2");
		assertThat(this.events.of(task.id())).containsExactly("Registered", "Updated");
	}

	@Test
	void displayNameIsThatOfTheNewestRequest() {
		BackgroundTaskRegistration.Builder named = BackgroundTaskRegistration.ofKind("remote")
			.idempotencyKey("k")
			.debounce(QUIET);
		BackgroundTaskHandle<?> task = this.host.submit("s1", TaskRequest.of(named.displayName("one").build()));
		this.host.submit("s1", TaskRequest.of(named.displayName("two").build()));
		assertThat(task.record().displayName()).isEqualTo("two");
		submit("1");
		assertThat(task.record().displayName()).isEqualTo(task.id());
	}

	@Test
	void handlerGetsTheInputOfTheNewestRequest() throws Exception {
		BackgroundTaskHandle<?> task = greet("greet", "ann");
		this.timer.advance(PART);
		assertThat(greet("greet", "bob").uid()).isEqualTo(task.uid());
		this.timer.awaitScheduled(QUIET);
		this.timer.advance(QUIET);
		assertThat(nextGreeted()).isEqualTo("bob");
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.greeted).isEmpty();
	}

	@Test
	void steadyStreamDoesNotPostponeTheStartForEver() throws Exception {
		TaskRequest request = TaskRequest.of("remote").debounce("k", QUIET, QUIET.plus(PART));
		BackgroundTaskHandle<?> task = this.host.submit("s1", request.input(new JsonPayload("1")));
		Instant last = task.record().createdAt().plus(QUIET).plus(PART);
		for (int i = 2; i <= 3; i++) {
			this.timer.advance(PART);
			this.host.submit("s1", request.input(new JsonPayload(String.valueOf(i))));
			assertThat(task.record().nextAttemptAt()).isEqualTo(last);
			this.timer.awaitScheduled(Duration.between(this.clock.instant(), last));
		}
		this.timer.advance(Duration.between(this.clock.instant(), last));
		assertThat(inputOf(start(task))).isEqualTo("3");
	}

	@Test
	void longestWaitIsTenQuietTimes() {
		BackgroundTaskHandle<?> task = submit("0");
		assertThat(task.record().registration().debounceAtMost()).isEqualTo(QUIET.multipliedBy(10));
		Instant last = task.record().createdAt().plus(QUIET.multipliedBy(10));
		this.clock.advance(QUIET.multipliedBy(10).minus(PART));
		assertThat(submit("1").record().nextAttemptAt()).isEqualTo(last);
	}

	@Test
	void requestAfterTheStartIsANewTask() throws Exception {
		BackgroundTaskHandle<?> first = submit("1");
		this.timer.advance(QUIET);
		start(first);
		BackgroundTaskHandle<?> second = submit("2");
		assertThat(second.uid()).isNotEqualTo(first.uid());
		assertThat(submit("3").uid()).isEqualTo(second.uid());
		assertThat(inputOf(first.record())).isEqualTo("1");
		this.host.markTerminal("s1", first.id(), BackgroundTaskState.COMPLETED);
		assertThat(submit("4").uid()).isEqualTo(second.uid());
	}

	@Test
	void requestAfterACancelIsANewTask() {
		BackgroundTaskHandle<?> first = submit("1");
		first.cancel(null);
		assertThat(submit("2").uid()).isNotEqualTo(first.uid());
		assertThat(first.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void inputOfANewerRequestIsChecked() {
		BackgroundTaskHandle<?> task = greet("greet", "ann");
		BackgroundTaskRecord before = task.record();
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.submit("s1", TaskRequest.of("greet").debounce("k", QUIET).input(7)));
		assertThat(task.record()).isEqualTo(before);
	}

	@Test
	void otherKindIsRefused() {
		submit("1");
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> greet("greet", "ann"));
	}

	@Test
	void requestThatIsNotDebouncedGetsTheTaskAndReplacesNothing() {
		BackgroundTaskHandle<?> task = submit("1");
		BackgroundTaskRecord before = task.record();
		TaskRequest plain = TaskRequest.of("remote").idempotencyKey("k");
		assertThat(this.host.submit("s1", plain.input(new JsonPayload("1"))).uid()).isEqualTo(task.uid());
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> this.host.submit("s1", plain.input(new JsonPayload("2"))));
		assertThat(task.record()).isEqualTo(before);
	}

	@Test
	void debouncedRequestDoesNotReplaceATaskThatIsNotDebounced() {
		TaskRequest plain = TaskRequest.of("remote").idempotencyKey("k", IdempotencyPolicy.WHILE_LIVE);
		BackgroundTaskHandle<?> task = this.host.submit("s1", plain.input(new JsonPayload("1")));
		assertThat(submit("1").uid()).isEqualTo(task.uid());
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> submit("2"));
	}

	@Test
	void workThatTheHostCannotReplaceIsRefused() {
		BackgroundTaskRegistration debounced = builder("t1").idempotencyKey("k").debounce(QUIET).build();
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.spawnManaged("s1", debounced, waiting()))
			.withMessageContainingAll("'other'", "submit");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.register("s1", debounced))
			.withMessageContainingAll("'other'", "debounce");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.session("s1").submitAll(List.of(remote(new JsonPayload("1")))))
			.withMessageContaining("together");
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void debounceHasBoundsAndNeedsAKey() {
		BackgroundTaskRegistration.Builder none = BackgroundTaskRegistration.ofKind("remote").debounce(QUIET);
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(none::build)
			.withMessageContaining("idempotency key");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(none.idempotencyKey("k", IdempotencyPolicy.WHILE_LIVE)::build);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(none.idempotencyKey("k", QUIET)::build);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(none.idempotencyKey("k").startAfter(QUIET)::build);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> none.debounce(QUIET, QUIET.minus(MOMENT)));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> none.debounce(Duration.ZERO));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> none.debounce(Duration.ofDays(366)));
	}

	@Test
	void newerRequestTakesATaskOutOfTheQueueOfItsKind() throws Exception {
		BackgroundTaskHandle<?> busy = this.host.submit("s1", TaskRequest.of("single").input(new Greeting("busy")));
		assertThat(nextGreeted()).isEqualTo("busy");
		BackgroundTaskHandle<?> task = greet("single", "ann");
		this.timer.advance(QUIET);
		assertThat(greet("single", "bob").uid()).isEqualTo(task.uid());
		this.timer.awaitScheduled(QUIET);
		this.release.countDown();
		busy.await(PATIENCE);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(QUIET);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.greeted).containsExactly("bob");
	}

	@Test
	void replacementInATransactionTakesEffectAfterTheCommit() throws Exception {
		BackgroundTaskHandle<?> task = submit("1");
		this.open = new ArrayList<>();
		assertThat(submit("2").uid()).isEqualTo(task.uid());
		assertThat(inputOf(task.record())).isEqualTo("1");
		end(true);
		assertThat(inputOf(task.record())).isEqualTo("2");
		this.open = new ArrayList<>();
		submit("3");
		end(false);
		assertThat(inputOf(task.record())).isEqualTo("2");
		this.timer.awaitScheduled(QUIET);
		this.timer.advance(QUIET);
		assertThat(inputOf(start(task))).isEqualTo("2");
	}

	@Test
	void requestOfATransactionWhoseTaskHasStartedIsANewTaskAfterTheCommit() throws Exception {
		BackgroundTaskHandle<?> task = submit("1");
		this.open = new ArrayList<>();
		submit("2");
		this.timer.advance(QUIET);
		start(task);
		end(true);
		assertThat(this.host.session("s1").list()).extracting(DebounceContract::inputOf).containsExactly("1", "2");
	}

	@Test
	void requestsOfOneTransactionAreOneTask() throws Exception {
		this.open = new ArrayList<>();
		BackgroundTaskHandle<?> task = submit("1");
		assertThat(submit("2").uid()).isEqualTo(task.uid());
		end(true);
		this.timer.awaitScheduled(QUIET);
		this.timer.advance(QUIET);
		assertThat(inputOf(start(task))).isEqualTo("2");
		this.open = new ArrayList<>();
		UUID rolledBack = submit("3").uid();
		submit("4");
		end(false);
		assertThat(this.host.find(rolledBack)).isEmpty();
	}

	@Test
	void replacementNeedsNoRoomForAnotherTask() {
		BackgroundTaskHandle<?> task = submit("1");
		for (int i = 1; i < LIMIT; i++) {
			this.host.submit("s1", TaskRequest.of("remote"));
		}
		assertThat(submit("2").uid()).isEqualTo(task.uid());
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> this.host.submit("s1", TaskRequest.of("remote")));
	}

	@RepeatedTest(20)
	void requestThatRacesWithTheStartIsNeverLost() throws Exception {
		BackgroundTaskHandle<?> first = greet("greet", "one");
		FutureTask<BackgroundTaskHandle<?>> racer = elsewhere(() -> greet("greet", "two"));
		this.timer.advance(QUIET);
		if (!outcomeOf(racer).uid().equals(first.uid())) {
			assertThat(nextGreeted()).isEqualTo("one");
		}
		assertThat(nextGreetedInTime()).isEqualTo("two");
		assertThat(this.greeted).isEmpty();
	}

	@RepeatedTest(5)
	void requestsAtOnceAreOneTask() throws Exception {
		Set<UUID> uids = ConcurrentHashMap.newKeySet();
		CountDownLatch go = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> racers = new ArrayList<>();
			for (int i = 0; i < SUBMITTERS; i++) {
				String number = String.valueOf(i);
				racers.add(threads.submit(() -> {
					go.await();
					return uids.add(submit(number).uid());
				}));
			}
			go.countDown();
			for (Future<?> racer : racers) {
				racer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
		assertThat(uids).hasSize(1);
		BackgroundTaskRecord record = this.host.find(uids.iterator().next()).orElseThrow();
		assertThat(record.version()).isEqualTo(record.eventSequence() - 1);
		assertThat(this.host.statistics().live()).isEqualTo(1);
	}

	/** Greets a person, then waits for the end of the test. */
	private final class Greeter implements BackgroundTaskHandler<Greeting> {

		private final String kind;

		private Greeter(String kind) {
			this.kind = kind;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public Class<Greeting> inputType() {
			return Greeting.class;
		}

		@Override
		public @Nullable Object run(Greeting input, BackgroundTaskContext context) throws Exception {
			DebounceContract.this.greeted.add(input.name());
			DebounceContract.this.release.await();
			return null;
		}

	}

}
