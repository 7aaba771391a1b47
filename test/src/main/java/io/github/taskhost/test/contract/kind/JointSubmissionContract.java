package io.github.taskhost.test.contract.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Many requests that are submitted at once, all or none. */
abstract class JointSubmissionContract extends AbstractKindContract {

	private static final int LIMIT = 50;

	private final List<String> runs = new ArrayList<>();

	/** The open transaction of the test thread, if any. */
	private @Nullable List<Consumer<Boolean>> open;

	@Override
	protected HostParts parts() {
		return super.parts().withHandlers(new Single()).withTransactions(this::current);
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)))
			.withLimits((limits) -> limits.withLiveTasks(LIMIT, LIMIT));
	}

	private TaskTransactions.@Nullable Transaction current() {
		List<Consumer<Boolean>> waiting = this.open;
		return (waiting != null) ? waiting::add : null;
	}

	private void end(boolean committed) {
		List<Consumer<Boolean>> waiting = Objects.requireNonNull(this.open);
		this.open = null;
		waiting.forEach((outcome) -> outcome.accept(committed));
	}

	private static TaskRequest single(String id) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind("single").id(id).build());
	}

	private static TaskRequest keyed(String key) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind("remote").idempotencyKey(key).build());
	}

	private List<BackgroundTaskHandle<@Nullable Object>> submitAll(TaskRequest... requests) {
		return this.host.session("s1").submitAll(List.of(requests));
	}

	private void assertNothingIsLeft() {
		assertThat(this.host.listManaged("s1")).isEmpty();
		assertThat(this.host.statistics().live()).isZero();
		assertThat(this.remote.operations()).isEmpty();
	}

	@Test
	void eachRequestHasTheHandleOfItsTask() throws Exception {
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(request("t1"), single("t2"), request("t3"));
		assertThat(tasks).extracting(BackgroundTaskHandle::id).containsExactly("t1", "t2", "t3");
		this.remote.await("t1", Operation.START);
		this.remote.await("t3", Operation.START);
		assertThat(tasks.get(1).await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(tasks.get(1).result()).isEqualTo(new JsonPayload("\"t2\""));
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::id).containsExactly("t1", "t2", "t3");
	}

	@Test
	void noRequestsStartNothing() {
		assertThat(submitAll()).isEmpty();
		assertNothingIsLeft();
	}

	@Test
	void queuedWorkBeginsInTheOrderOfTheRequests() throws Exception {
		List<String> ids = IntStream.range(0, 20).mapToObj((number) -> "t" + number).toList();
		List<BackgroundTaskHandle<@Nullable Object>> tasks = this.host.session("s1")
			.submitAll(ids.stream().map(JointSubmissionContract::single).toList());
		for (BackgroundTaskHandle<@Nullable Object> task : tasks) {
			task.await(PATIENCE);
		}
		assertThat(this.runs).isEqualTo(ids);
	}

	@Test
	void takenIdRefusesAll() throws Exception {
		BackgroundTaskHandle<@Nullable Object> holder = started("t2");
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> submitAll(request("t1"), request("t2"), request("t3")))
			.withMessageContaining("t2");
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::uid).containsExactly(holder.uid());
		assertThat(this.host.statistics().live()).isOne();
		assertThat(submitAll(request("t1"), request("t3"))).hasSize(2);
	}

	@Test
	void sameIdTwiceRefusesAll() {
		assertThatExceptionOfType(TaskConflictException.class)
			.isThrownBy(() -> submitAll(request("t1"), request("t1")));
		assertNothingIsLeft();
	}

	@Test
	void heldKeyIsAnsweredByItsHolder() {
		UUID holder = this.host.submit("s1", keyed("k1")).uid();
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(keyed("k0"), keyed("k1"), keyed("k2"),
				keyed("k0"));
		assertThat(tasks.get(1).uid()).isEqualTo(holder);
		assertThat(tasks.get(3).uid()).isEqualTo(tasks.get(0).uid());
		assertThat(this.host.listManaged("s1")).hasSize(3);
		assertThat(this.host.statistics().live()).isEqualTo(3);
	}

	@Test
	void limitRefusesAll() {
		TaskRequest[] requests = Stream.generate(() -> TaskRequest.of("remote"))
			.limit(LIMIT + 1)
			.toArray(TaskRequest[]::new);
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> submitAll(requests));
		assertNothingIsLeft();
		assertThat(submitAll(List.of(requests).subList(0, LIMIT).toArray(TaskRequest[]::new))).hasSize(LIMIT);
	}

	@Test
	void requestThatIsNotValidRefusesAll() {
		assertThatExceptionOfType(UnknownTaskKindException.class)
			.isThrownBy(() -> submitAll(request("t1"), TaskRequest.of("unknown")));
		assertNothingIsLeft();
	}

	@Test
	void moreThanTheLargestNumberOfRequestsIsRefused() {
		List<TaskRequest> requests = Stream.generate(() -> TaskRequest.of("remote"))
			.limit(TaskSession.MAX_REQUESTS + 1)
			.toList();
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.session("s1").submitAll(requests))
			.withMessageContaining("1001");
		assertNothingIsLeft();
	}

	@Test
	void refusedRequestGivesItsSlotBack() throws Exception {
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(() -> submitAll(single("t1"), single("t1")));
		assertThat(this.host.submit("s1", single("t2")).await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void callsThatShareKeysInOppositeOrdersGetTheSameTasks() throws Exception {
		TaskRequest[] requests = IntStream.range(0, 10)
			.mapToObj((number) -> keyed("k" + number))
			.toArray(TaskRequest[]::new);
		CyclicBarrier start = new CyclicBarrier(2);
		Callable<List<UUID>> forwards = () -> uids(start, requests);
		Callable<List<UUID>> backwards = () -> uids(start, List.of(requests).reversed().toArray(TaskRequest[]::new));
		FutureTask<List<UUID>> other = new FutureTask<>(backwards);
		Thread.ofVirtual().start(other);
		assertThat(forwards.call()).isEqualTo(other.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).reversed());
		assertThat(this.host.listManaged("s1")).hasSize(10);
	}

	private List<UUID> uids(CyclicBarrier start, TaskRequest... requests) throws Exception {
		start.await();
		return submitAll(requests).stream().map(BackgroundTaskHandle::uid).toList();
	}

	@Test
	void workBeginsAfterTheCommit() throws Exception {
		this.open = new ArrayList<>();
		List<BackgroundTaskHandle<@Nullable Object>> tasks = submitAll(single("t1"), single("t2"));
		assertThat(this.runs).isEmpty();
		end(true);
		for (BackgroundTaskHandle<@Nullable Object> task : tasks) {
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	@Test
	void rollBackRemovesAll() {
		this.open = new ArrayList<>();
		submitAll(single("t1"), request("t2"));
		end(false);
		assertNothingIsLeft();
	}

	@Test
	void requestsThatStartAtDifferentTimesAreRefused() {
		this.open = new ArrayList<>();
		TaskRequest eager = TaskRequest.of(remote("t2").startAfterCommit(false).build());
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> submitAll(request("t1"), eager))
			.withMessageContaining("separate calls");
		end(true);
		assertNothingIsLeft();
	}

	/** A kind with one slot, whose bodies note their order. */
	private final class Single implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "single";
		}

		@Override
		public Class<JsonPayload> inputType() {
			return JsonPayload.class;
		}

		@Override
		public Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			JointSubmissionContract.this.runs.add(context.record().id());
			return new JsonPayload("\"" + context.record().id() + "\"");
		}

	}

}
