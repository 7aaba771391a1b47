package io.github.taskhost.test.contract.kind;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.test.contract.support.AbstractKindContract;
import io.github.taskhost.test.contract.support.RecordingExecutor;
import io.github.taskhost.test.contract.support.RecordingExecutor.Call;
import io.github.taskhost.test.contract.support.RecordingExecutor.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Races between two operations on work of a kind. */
abstract class KindRacesContract extends AbstractKindContract {

	private static final int ROUNDS = 500;

	/** The extra nanoseconds keep multiples of it apart from all other delays. */
	private static final Duration INTERVAL = Duration.ofSeconds(5).plusNanos(7);

	KindRacesContract() {
		super(RecordingExecutor.of("remote")
			.withOptions(KindOptions.NONE.withReconcileInterval(INTERVAL))
			.reattachable());
	}

	/** Runs both at once and returns their results or exceptions. */
	private static List<Object> together(Callable<?> one, Callable<?> other) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		List<FutureTask<Object>> both = new ArrayList<>();
		for (Callable<?> work : List.of(one, other)) {
			both.add(elsewhere(() -> {
				barrier.await();
				try {
					return String.valueOf(work.call());
				}
				catch (RuntimeException ex) {
					return ex;
				}
			}));
		}
		return List.of(outcomeOf(both.get(0)), outcomeOf(both.get(1)));
	}

	private void endedOnce(String id, Class<? extends BackgroundTaskEvent> type) throws InterruptedException {
		this.events.await(type, id);
		assertThat(this.events.of(id)).filteredOn(List.of("Completed", "Failed", "Cancelled")::contains)
			.containsExactly(type.getSimpleName());
	}

	@Test
	void cancelRacesWithStart() throws Exception {
		List<BackgroundTaskHandle<@Nullable Object>> early = new ArrayList<>();
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request("t" + i));
			if (task.cancel(null).state() == BackgroundTaskState.CANCELLED) {
				early.add(task);
				endedOnce(task.id(), BackgroundTaskEvent.Cancelled.class);
			}
			else {
				this.remote.await(task.id(), Operation.CANCEL).awaitOver();
				Call start = this.remote.await(task.id(), Operation.START);
				assertThat(start.task().state()).isEqualTo(BackgroundTaskState.RUNNING);
				start.reporter().complete(null);
				endedOnce(task.id(), BackgroundTaskEvent.Completed.class);
				assertThat(this.remote.calls(task.id(), Operation.CANCEL)).hasSize(1);
			}
		}
		assertThat(early).allSatisfy((task) -> {
			assertThat(this.remote.calls(task.id(), Operation.START)).isEmpty();
			assertThat(this.remote.calls(task.id(), Operation.CANCEL)).isEmpty();
		});
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void completeRacesWithReconcile() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			TaskReporter reporter = this.remote.await(task.id(), Operation.START).reporter();
			this.timer.awaitScheduled(INTERVAL);
			together(() -> reporter.complete("done"), () -> {
				this.timer.advance(INTERVAL);
				return true;
			});
			endedOnce(task.id(), BackgroundTaskEvent.Completed.class);
			for (Call look : this.remote.calls(task.id(), Operation.RECONCILE)) {
				look.awaitOver();
			}
			assertThat(this.timer.isScheduled(INTERVAL)).isFalse();
		}
		assertThat(this.remote.calls()).filteredOn((call) -> call.operation() == Operation.RECONCILE)
			.extracting((call) -> call.task().state())
			.allMatch((state) -> !state.isTerminal());
		assertThat(this.remote.operations()).doesNotContain(Operation.CANCEL);
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void reattachRacesWithComplete() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			TaskReporter first = this.remote.await(task.id(), Operation.START).reporter();
			List<Object> outcomes = together(() -> this.host.reattach(task.id()), () -> first.complete("first"));
			if (outcomes.get(0) instanceof RuntimeException refused) {
				assertThat(refused).isInstanceOf(TaskStateException.class);
				assertThat(outcomes.get(1)).isInstanceOf(String.class);
				assertThat(task.record().attempt()).isEqualTo(1);
			}
			else {
				assertThat(outcomes.get(1)).isInstanceOf(StaleAttemptException.class);
				this.remote.await(task.id(), Operation.START, 2).reporter().complete("second");
				assertThat(task.record().attempt()).isEqualTo(2);
				assertThat(task.record().summary()).isEqualTo("second");
			}
			endedOnce(task.id(), BackgroundTaskEvent.Completed.class);
		}
	}

	@Test
	void reattachRacesWithReattach() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			List<Object> outcomes = together(() -> this.host.reattach(task.id()), () -> this.host.reattach(task.id()));
			int done = (int) outcomes.stream().filter(String.class::isInstance).count();
			assertThat(outcomes)
				.allMatch((outcome) -> outcome instanceof String || outcome instanceof TaskStateException);
			BackgroundTaskRecord record = task.record();
			assertThat(record.attempt()).isEqualTo(1 + done).isGreaterThan(1);
			Call last = lastStart(task.id(), record.attempt());
			last.awaitOver();
			assertThat(stateOf(task)).isEqualTo(BackgroundTaskState.RUNNING);
			last.reporter().complete(null);
		}
	}

	private Call lastStart(String id, int attempt) throws InterruptedException {
		Call start = this.remote.await(id, Operation.START, 2);
		return (start.task().attempt() == attempt) ? start : this.remote.await(id, Operation.START, 3);
	}

	@Test
	void reattachRacesWithCancel() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			together(() -> this.host.reattach(task.id()), () -> task.cancel("enough"));
			this.remote.await(task.id(), Operation.CANCEL).awaitOver();
			assertThat(stateOf(task)).isIn(BackgroundTaskState.CANCEL_REQUESTED, BackgroundTaskState.CANCELLED);
			this.host.cancelManaged("s1", task.id());
			endedOnce(task.id(), BackgroundTaskEvent.Cancelled.class);
			assertThat(this.remote.calls(task.id(), Operation.CANCEL)).hasSize(1);
		}
		assertThat(this.host.statistics().live()).isZero();
	}

	@Test
	void reattachRacesWithReconcile() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			this.timer.awaitScheduled(INTERVAL);
			together(() -> this.host.reattach(task.id()), () -> {
				this.timer.advance(INTERVAL);
				return true;
			});
			Call start = this.remote.await(task.id(), Operation.START, 2);
			start.awaitOver();
			this.timer.awaitScheduled(Duration.ofNanos(1), INTERVAL.multipliedBy(2));
			start.reporter().complete(null);
		}
		assertThat(this.remote.calls()).as("no poll between the attempts")
			.filteredOn((call) -> call.operation() == Operation.RECONCILE)
			.extracting((call) -> call.task().state())
			.doesNotContain(BackgroundTaskState.PENDING);
	}

	@Test
	void sendRacesWithComplete() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			TaskReporter reporter = this.remote.await(task.id(), Operation.START).reporter();
			List<TaskMessageReceipt> receipts = new ArrayList<>();
			List<Object> outcomes = together(() -> receipts.add(task.send("hello")), () -> reporter.complete("done"));
			int delivered = 0;
			if (receipts.isEmpty()) {
				assertThat(outcomes.get(0)).isInstanceOf(TaskStateException.class);
				assertThat(task.messages(null, 10).messages()).isEmpty();
			}
			else {
				TaskMessageReceipt receipt = receipts.get(0);
				delivered = (receipt.delivery() == MessageDelivery.DELIVERED) ? 1 : 0;
				assertThat(receipt.delivery()).isNotEqualTo(MessageDelivery.QUEUED);
				assertThat(task.messages(null, 10).messages()).containsExactly(receipt.message());
			}
			assertThat(this.remote.calls(task.id(), Operation.DELIVER)).hasSize(delivered);
			endedOnce(task.id(), BackgroundTaskEvent.Completed.class);
		}
	}

	@Test
	void failingStartRacesWithSend() throws Exception {
		this.remote.on(Operation.START, (call) -> {
			throw new IOException("no route");
		});
		for (int i = 0; i < ROUNDS; i++) {
			String id = "t" + i;
			BackgroundTaskHandle<@Nullable Object> task = this.host.submit("s1", request(id));
			together(() -> task.send("a"), () -> task.send("b"));
			assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::delivery)
				.allMatch(MessageDelivery.NOT_DELIVERED::equals);
		}
		assertThat(this.remote.operations()).containsOnly(Operation.START);
	}

	@Test
	void concurrentSendsKeepTheOrderOfTheMessages() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			BackgroundTaskHandle<@Nullable Object> task = started("t" + i);
			together(() -> task.send("a"), () -> task.send("b"));
			List<String> kept = task.messages(null, 10).messages().stream().map(TaskMessage::text).toList();
			assertThat(kept).containsExactlyInAnyOrder("a", "b");
			assertThat(this.remote.calls(task.id(), Operation.DELIVER)).extracting(Call::text)
				.containsExactlyElementsOf(kept);
		}
		assertThat(this.remote.mostAtOnce()).isEqualTo(1);
	}

}
