package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.jdbc.Nodes.Node;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Running tasks from which an operator has taken their worker. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostTaskTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Map<Integer, Semaphore> gates = new ConcurrentHashMap<>();

	/** The threads of the attempts. */
	private final Map<Integer, Thread> threads = new ConcurrentHashMap<>();

	private final Semaphore started = new Semaphore(0);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private Nodes nodes;

	private Node node;

	@BeforeEach
	void startANode() throws Exception {
		this.nodes = new Nodes();
		this.node = this.nodes.start(this::held, "work");
	}

	@AfterEach
	void closeNodes() {
		this.gates.values().forEach((gate) -> gate.release(10));
		this.nodes.close();
	}

	private void held(int number, BackgroundTaskContext context) throws Exception {
		this.threads.put(context.record().attempt(), Thread.currentThread());
		this.started.release();
		try {
			gateOf(context.record().attempt()).acquire();
		}
		catch (InterruptedException ex) {
			this.interrupted.countDown();
			throw ex;
		}
	}

	private Semaphore gateOf(int attempt) {
		return this.gates.computeIfAbsent(attempt, (key) -> new Semaphore(0));
	}

	private BackgroundTaskHandle<@Nullable Object> begin() throws InterruptedException {
		BackgroundTaskHandle<@Nullable Object> task = this.node.host().submit("s1", Nodes.task("work", "t1"));
		awaitStart();
		return task;
	}

	private void awaitStart() throws InterruptedException {
		assertThat(this.started.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void cancellationIsStoredAndTheBodyIsInterrupted() throws Exception {
		BackgroundTaskHandle<?> task = begin();
		this.nodes.update("UPDATE #live SET worker = NULL");
		assertThat(task.cancel("enough").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(this.interrupted.await(1, TimeUnit.MINUTES)).isTrue();
		BackgroundTaskRecord end = task.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(end.cancelReason()).isEqualTo("enough");
	}

	@Test
	void endOfAFormerAttemptChangesNothing() throws Exception {
		this.nodes.start(this::held, "work");
		this.nodes.awaitPeers();
		BackgroundTaskHandle<?> task = begin();
		this.nodes.update("UPDATE #live SET worker = NULL");
		awaitStart();
		gateOf(1).release();
		assertThat(Objects.requireNonNull(this.threads.get(1)).join(PATIENCE)).isTrue();
		assertThat(task.record().attempt()).isEqualTo(2);
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		gateOf(2).release();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(this.nodes.number("SELECT COUNT(*) FROM #live")).isZero();
	}

}
