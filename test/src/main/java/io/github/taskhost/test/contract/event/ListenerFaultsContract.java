package io.github.taskhost.test.contract.event;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Listeners that throw, are slow, call the host, or block forever. */
abstract class ListenerFaultsContract extends AbstractHostContract {

	/** A tenth of the longest age. Differs from all other durations of the tests. */
	private static final Duration SWEEP = Duration.ofSeconds(59);

	private static final BackgroundTaskListener NONE = (event) -> {
	};

	private final AtomicReference<BackgroundTaskListener> fault = new AtomicReference<>(NONE);

	private final CountDownLatch blocked = new CountDownLatch(1);

	@Override
	protected BackgroundTaskListener listener() {
		return (event) -> {
			this.events.onEvent(event);
			this.fault.get().onEvent(event);
		};
	}

	@Override
	protected BackgroundTaskHostOptions options() {
		BackgroundTaskHostOptions options = super.options();
		return options.withShutdown(new ShutdownOptions(Duration.ofMillis(20), Duration.ofMillis(20)))
			.withRetention(new RetentionOptions(SWEEP.multipliedBy(10), options.retention().maxRecords()))
			.withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)));
	}

	/** Blocks the listener at matching events until the test releases it. */
	private void blockAt(Predicate<BackgroundTaskEvent> which) {
		this.fault.set((event) -> {
			if (which.test(event)) {
				this.blocked.countDown();
				awaitRelease();
			}
		});
	}

	private void awaitRelease() {
		boolean released = false;
		while (!released) {
			try {
				this.release.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// the listener ignores interrupts
			}
		}
	}

	private static Predicate<BackgroundTaskEvent> of(String taskId) {
		return (event) -> event.record().id().equals(taskId);
	}

	private static BackgroundTaskRegistration external(String id) {
		return builder(id).cancelPolicy(CancelPolicy.EXTERNAL).closePolicy(ClosePolicy.CANCEL).build();
	}

	private static BackgroundTaskRegistration single(String id) {
		return BackgroundTaskRegistration.ofKind("single").id(id).build();
	}

	private void assertRuns(String taskId) throws InterruptedException {
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named(taskId), (context) -> "done");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		this.events.await(BackgroundTaskEvent.Completed.class, taskId);
		assertThat(this.events.of(taskId)).containsExactly("Registered", "Completed");
	}

	@Test
	void failingListenerAffectsNoTaskAndNoSubscription() throws Exception {
		try (BackgroundTaskSubscription reader = this.host.subscribe(BackgroundTaskFilter.all())) {
			for (Error thrown : List.of(new AssertionError("broken"), new StackOverflowError(), new LinkageError())) {
				this.fault.set((event) -> {
					throw thrown;
				});
				assertRuns(thrown.getClass().getSimpleName());
				assertThat(reader.next(PATIENCE)).get().isInstanceOf(BackgroundTaskEvent.Registered.class);
				assertThat(reader.next(PATIENCE)).get().isInstanceOf(BackgroundTaskEvent.Completed.class);
			}
		}
	}

	@Test
	void slowListenerDelaysOnlyItsTaskAndLosesNoEvent() throws Exception {
		blockAt(of("slow"));
		Thread registers = Thread.startVirtualThread(() -> this.host.registerExternal("s1", named("slow"), null));
		await(this.blocked);
		this.host.update("slow", BackgroundTaskUpdate.ofState(BackgroundTaskState.WAITING));
		assertThat(this.host.complete("slow", BackgroundTaskCompletion.completed(null)).state())
			.isEqualTo(BackgroundTaskState.COMPLETED);
		assertRuns("quick");
		assertThat(this.events.of("slow")).containsExactly("Registered");
		this.release.countDown();
		assertThat(registers.join(PATIENCE)).isTrue();
		this.events.await(BackgroundTaskEvent.Completed.class, "slow");
		assertThat(this.events.of("slow")).containsExactly("Registered", "StateChanged", "Completed");
	}

	@Test
	void bodyBehindABlockedListenerIsCancelledAndCounted() throws Exception {
		blockAt((event) -> "inside".equals(event.record().status()));
		BackgroundTaskHandle<@Nullable Void> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			context.status("inside");
			return null;
		});
		await(this.blocked);
		this.host.cancelManaged("s1", "t1");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.host.unresponsive(10)).extracting(BackgroundTaskRecord::id).containsExactly("t1");
		assertRuns("other");
	}

	@Test
	void blockedListenerDoesNotDelayTheStop() throws Exception {
		BackgroundTaskHandle<@Nullable Void> sleeper = this.host.spawnManaged("s1", named("t1"), cooperative());
		BackgroundTaskHandle<@Nullable Void> other = this.host.spawnManaged("s1", named("t2"), cooperative());
		blockAt(of("t1").and((event) -> event instanceof BackgroundTaskEvent.CancelRequested));
		factory().stop(this.host);
		assertThat(sleeper.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(other.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		this.events.await(BackgroundTaskEvent.Cancelled.class, "t2");
		assertThat(this.events.of("t2")).endsWith("Cancelled");
	}

	@Test
	void blockedListenerDoesNotDelayRetention() throws Exception {
		for (String id : List.of("a", "b")) {
			this.host.registerExternal(id, named(id), null);
			this.host.markTerminal(id, id, BackgroundTaskState.COMPLETED);
		}
		blockAt(of("a").and((event) -> event instanceof BackgroundTaskEvent.Removed));
		this.clock.advance(options().retention().maxAge());
		this.timer.advance(SWEEP);
		this.events.await(BackgroundTaskEvent.Removed.class, "b");
		this.timer.awaitScheduled(SWEEP);
	}

	@Test
	void listenerMayCallTheHost() throws Exception {
		AtomicInteger born = new AtomicInteger();
		this.host.spawnManaged("s1", named("victim"), waiting());
		this.host.registerExternal("s2", named("moves"), null);
		this.fault.set((event) -> {
			if (event instanceof BackgroundTaskEvent.Completed && born.incrementAndGet() < 50) {
				this.host.spawnManaged("s1", named("born" + born.get()), (context) -> null);
			}
			else if (event instanceof BackgroundTaskEvent.Completed) {
				this.host.cancelManaged("s1", "victim");
				this.host.transferManaged("s2", "s3", List.of("moves"));
				this.host.closeSession("s1", null);
				this.host.update("moves", BackgroundTaskUpdate.ofState(BackgroundTaskState.WAITING));
			}
		});
		this.host.spawnManaged("s1", named("first"), (context) -> null);
		assertThat(this.events.await(BackgroundTaskEvent.StateChanged.class, "moves").record().sessionId())
			.isEqualTo("s3");
		assertThat(record("s1", "victim").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(born).hasValue(50);
	}

	@Test
	void listenerMayCancelATaskBeforeItsBodyRuns() throws Exception {
		this.fault.set((event) -> {
			if (event instanceof BackgroundTaskEvent.Registered) {
				this.host.cancelManaged("s1", event.record().id());
			}
		});
		assertThat(this.host.spawnManaged("s1", named("t1"), waiting()).await(PATIENCE).state())
			.isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.events.of("t1")).containsExactly("Registered", "Cancelled");
	}

	@Test
	void listenerMayNotWaitForTheCloseThatCallsIt() {
		AtomicReference<@Nullable Throwable> refusal = new AtomicReference<>();
		this.fault.set((event) -> {
			if (event instanceof BackgroundTaskEvent.CancelRequested) {
				refusal.set(catchThrowable(() -> this.host.closeSession("s1", null)));
				this.host.complete("t1", BackgroundTaskCompletion.cancelled(null));
			}
		});
		this.host.registerExternal("s1", external("t1"), null);
		assertThat(this.host.closeSession("s1", null).cancelled()).containsExactly("t1");
		assertThat(refusal.get()).isInstanceOf(TaskStateException.class).hasMessageContaining("s1");
		assertThat(record("s1", "t1").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.host.register("s1", named("next")).state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	/** Each close calls a listener that waits for the other close. */
	@Test
	void listenersMayNotWaitForEachOthersCloses() throws Exception {
		CyclicBarrier bothClose = new CyclicBarrier(2);
		AtomicInteger refusals = new AtomicInteger();
		this.fault.set((event) -> {
			if (event instanceof BackgroundTaskEvent.CancelRequested) {
				String other = event.record().sessionId().equals("s1") ? "s2" : "s1";
				assertThatCode(bothClose::await).doesNotThrowAnyException();
				if (catchThrowable(() -> this.host.closeSession(other, null)) instanceof TaskStateException) {
					refusals.incrementAndGet();
				}
				this.host.markTerminal(event.record().sessionId(), "t1", BackgroundTaskState.CANCELLED);
			}
		});
		this.host.registerExternal("s1", external("t1"), null);
		this.host.registerExternal("s2", external("t1"), null);
		CompletableFuture<SessionCloseReport> one = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s1", null), Thread::startVirtualThread);
		CompletableFuture<SessionCloseReport> two = CompletableFuture
			.supplyAsync(() -> this.host.closeSession("s2", null), Thread::startVirtualThread);
		assertThat(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).cancelled()).containsExactly("t1");
		assertThat(two.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).cancelled()).containsExactly("t1");
		assertThat(refusals.get()).isPositive();
	}

	@Test
	void taskThatGotASlotRunsBehindABlockedListener() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch ran = new CountDownLatch(1);
		blockAt(of("t2").and((event) -> event instanceof BackgroundTaskEvent.StateChanged));
		this.host.spawnManaged("s1", single("t1"), (context) -> {
			first.await();
			return null;
		});
		this.host.spawnManaged("s1", single("t2"), (context) -> {
			ran.countDown();
			return null;
		});
		first.countDown();
		await(this.blocked);
		await(ran);
	}

	@Test
	void canaryListenerThatBlocksAnotherTaskIsDetected() throws Exception {
		blockAt((event) -> event instanceof BackgroundTaskEvent.Registered && this.blocked.getCount() == 0);
		this.blocked.countDown();
		Thread spawns = Thread.startVirtualThread(() -> this.host.registerExternal("s1", named("other"), null));
		this.events.await(BackgroundTaskEvent.Registered.class, "other");
		this.host.complete("other", BackgroundTaskCompletion.completed(null));
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> assertThat(this.events.of("other")).containsExactly("Registered", "Completed"));
		this.release.countDown();
		assertThat(spawns.join(PATIENCE)).isTrue();
	}

}
