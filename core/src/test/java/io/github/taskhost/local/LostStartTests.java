package io.github.taskhost.local;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskRetryPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts that the supervisor repeats after their tasks got a slot. The slot of the kind
 * is passed on by the thread of a body that ends.
 */
class LostStartTests extends LocalHostTest {

	private static final Duration BACK_OFF = Duration.ofHours(1);

	private final TableWithPoints table = new TableWithPoints();

	private final Repairs repairs = new Repairs();

	private final CountDownLatch end = new CountDownLatch(1);

	/** Reached by the thread that passes the slot on, inside the commit of the start. */
	private final CountDownLatch inside = new CountDownLatch(1);

	private final CountDownLatch go = new CountDownLatch(1);

	private Thread passing = Thread.currentThread();

	@BeforeEach
	void holdTheSlot() {
		start((builder) -> builder.table(this.table)
			.options(options().withKinds(Map.of("other", KindOptions.NONE.withMaxConcurrent(1))))
			.metrics(this.repairs));
		BackgroundTaskHandle<String> holder = session().spawn("other", (context) -> {
			await(this.end);
			return "done";
		});
		this.passing = Objects.requireNonNull(Objects.requireNonNull(taskOf(holder).body()).thread());
	}

	private LocalTask taskOf(BackgroundTaskHandle<?> handle) {
		return Objects.requireNonNull(this.table.find(handle.uid()));
	}

	/** Queues a task whose start is held when it gets the slot. */
	private BackgroundTaskHandle<String> queueHeld(BackgroundTask<String> body) throws Exception {
		BackgroundTaskHandle<String> queued = session().spawn(BackgroundTaskRegistration.ofKind("other")
			.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(BACK_OFF, 1, BACK_OFF).withJitter(0))
			.build(), body);
		this.table.before((change) -> change instanceof TableChange.Replace<LocalTask> replace
				&& replace.next().state() == BackgroundTaskState.RUNNING, () -> {
					this.inside.countDown();
					awaitIgnoringInterrupts(this.go);
				});
		this.end.countDown();
		await(this.inside);
		return queued;
	}

	private void goOn() throws InterruptedException {
		this.go.countDown();
		this.passing.join();
	}

	private void assertCompletes(BackgroundTaskHandle<String> queued) throws Exception {
		assertThat(queued.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		host().awaitIdle(PATIENCE);
		assertThat(slots().used()).isZero();
	}

	@Test
	void taskThatGotItsSlotAndLostItsStartStarts() throws Exception {
		BackgroundTaskHandle<String> queued = session().spawn("other", (context) -> "done");
		LocalTask task = taskOf(queued);
		slots().remove(task);
		this.end.countDown();
		this.passing.join();
		((Attempt) Objects.requireNonNull(task.body())).slot(Objects.requireNonNull(slots().tryTake("s1")));
		look(3);
		assertCompletes(queued);
		assertThat(this.repairs.await(1)).containsExactly(HostRepair.START);
	}

	@Test
	void startThatTheSupervisorWasFasterWithKeepsItsSlot() throws Exception {
		BackgroundTaskHandle<String> queued = queueHeld((context) -> {
			await(this.release);
			return "done";
		});
		look(3);
		goOn();
		assertThat(queued.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(slots().used()).isEqualTo(1);
		this.release.countDown();
		assertCompletes(queued);
	}

	private static BackgroundTask<String> failingOnce() {
		return (context) -> {
			if (context.attempt() == 1) {
				throw new IOException("the line is dead");
			}
			return "done";
		};
	}

	private void awaitBackOff() throws InterruptedException {
		this.timer.awaitScheduled(BACK_OFF.minusMinutes(2), BACK_OFF);
	}

	private void assertRetriedAfterItsBackOff(BackgroundTaskHandle<String> queued) throws Exception {
		assertThat(queued.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		while (slots().used() != 0) {
			Thread.onSpinWait();
		}
		this.timer.advance(BACK_OFF);
		assertCompletes(queued);
	}

	@Test
	void lateStartOfAnEarlierAttemptDoesNotStartTheNext() throws Exception {
		BackgroundTaskHandle<String> queued = queueHeld(failingOnce());
		look(3);
		awaitBackOff();
		goOn();
		assertRetriedAfterItsBackOff(queued);
	}

	/** The thread of the failed attempt is held after the commit of its end. */
	@Test
	void lateStartBeforeTheNextAttemptIsThereLosesNoWork() throws Exception {
		BackgroundTaskHandle<String> queued = queueHeld(failingOnce());
		CountDownLatch requeued = new CountDownLatch(1);
		CountDownLatch on = new CountDownLatch(1);
		this.table.after(
				(change) -> change instanceof TableChange.Replace<LocalTask> replace && replace.next().attempt() == 2,
				() -> {
					requeued.countDown();
					awaitIgnoringInterrupts(on);
				});
		look(3);
		await(requeued);
		goOn();
		on.countDown();
		awaitBackOff();
		assertRetriedAfterItsBackOff(queued);
	}

}
