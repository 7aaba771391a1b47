package io.github.taskhost.local;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The thread of a body, interrupts, and the ends of bodies. */
class BodyThreadTests extends LocalHostTest {

	private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

	@Test
	void bodyRunsOnANamedVirtualThreadWithoutInheritedState() throws Exception {
		ClassLoader loader = new ClassLoader() {
		};
		start((builder) -> builder.classLoader(loader));
		INHERITABLE.set("leaked");
		AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
		AtomicReference<@Nullable Object> inherited = new AtomicReference<>("unset");
		BackgroundTaskHandle<ClassLoader> task = session().spawn("import", (context) -> {
			thread.set(Thread.currentThread());
			inherited.set(INHERITABLE.get());
			return Thread.currentThread().getContextClassLoader();
		});
		task.await(PATIENCE);
		INHERITABLE.remove();
		assertThat(thread.get()).satisfies((used) -> assertThat(used.isVirtual()).isTrue())
			.satisfies((used) -> assertThat(used.getName()).isEqualTo("taskhost-import-" + task.uid()));
		assertThat(inherited).hasNullValue();
		assertThat(task.result()).isSameAs(loader);
	}

	@Test
	void kindMayAskForPlatformThreads() throws Exception {
		start((builder) -> builder
			.options(options().withKinds(Map.of("compute", KindOptions.NONE.withThread(ThreadType.PLATFORM)))));
		BackgroundTaskHandle<Boolean> task = session().spawn("compute",
				(context) -> Thread.currentThread().isVirtual());
		task.await(PATIENCE);
		assertThat(task.result()).isFalse();
	}

	@Test
	void threadThatCannotBeStartedFailsTheTask() throws Exception {
		ThreadFactory broken = (work) -> new Thread(work) {

			@Override
			public void start() {
				throw new OutOfMemoryError("unable to create a thread");
			}

		};
		start((builder) -> builder.threads(broken, broken));
		BackgroundTaskRecord end = session().spawn("other", (context) -> "never").await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull().extracting(TaskFailure::kind).isEqualTo(FailureKind.REJECTED);
		assertThat(host().statistics().live()).isZero();
	}

	@Test
	void interruptIsHeldBackInsideTheHostAndRaisedAfterwards() throws Exception {
		CountDownLatch inListener = new CountDownLatch(1);
		CountDownLatch leaveListener = new CountDownLatch(1);
		AtomicReference<@Nullable Boolean> inside = new AtomicReference<>();
		start((builder) -> builder.addListener((event) -> {
			if ("inside".equals(event.record().status())) {
				inListener.countDown();
				awaitIgnoringInterrupts(leaveListener);
				inside.set(Thread.currentThread().isInterrupted());
			}
		}));
		CountDownLatch spawned = new CountDownLatch(1);
		BackgroundTaskHandle<Boolean> task = session().spawn("other", (context) -> {
			awaitIgnoringInterrupts(spawned);
			context.status("inside");
			return Thread.currentThread().isInterrupted();
		});
		spawned.countDown();
		await(inListener);
		task.cancel(null);
		this.timer.advance(options().cancel().gracePeriod());
		this.timer.awaitScheduled(options().cancel().abandonAfter());
		leaveListener.countDown();
		task.await(PATIENCE);
		assertThat(inside).hasValue(false);
		assertThat(task.result()).isTrue();
	}

	@Test
	void endIsWrittenUninterrupted() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		start((builder) -> builder.codec((value) -> {
			Thread.currentThread().interrupt();
			return TaskResult.omitted("test");
		}).addListener((event) -> {
			if (event.record().state().isTerminal()) {
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
		}));
		BackgroundTaskHandle<String> task = session().spawn(named("t1"), (context) -> "value");
		task.await(PATIENCE);
		assertThat(interrupted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void actionsOnCancelRunOnceAreClosableAndBounded() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		CountDownLatch told = new CountDownLatch(1);
		CountDownLatch late = new CountDownLatch(1);
		CountDownLatch ready = new CountDownLatch(1);
		AtomicReference<@Nullable Throwable> tooMany = new AtomicReference<>();
		BackgroundTaskHandle<@Nullable Void> task = session().spawn("other", (context) -> {
			context.onCancel(runs::incrementAndGet).close();
			context.onCancel(() -> {
				throw new IllegalStateException("harmless");
			});
			context.onCancel(told::countDown);
			try {
				for (int i = 0; i < 100; i++) {
					context.onCancel(() -> {
					});
				}
			}
			catch (TaskStateException ex) {
				tooMany.set(ex);
			}
			ready.countDown();
			awaitIgnoringInterrupts(told);
			context.onCancel(late::countDown);
			awaitIgnoringInterrupts(late);
			return null;
		});
		await(ready);
		task.cancel(null);
		await(late);
		task.await(PATIENCE);
		assertThat(runs).hasValue(0);
		assertThat(tooMany.get()).hasMessageContaining("100");
	}

	@Test
	void bodyThatCompletesItselfIsNotInterruptedButCountsAsUnresponsive() throws Exception {
		CountDownLatch completed = new CountDownLatch(1);
		AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
		CountDownLatch over = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn(named("t1"), (context) -> {
			context.complete("by itself");
			interrupted.set(Thread.currentThread().isInterrupted());
			completed.countDown();
			awaitIgnoringInterrupts(this.release);
			over.countDown();
			return null;
		});
		await(completed);
		assertThat(task.record().summary()).isEqualTo("by itself");
		assertThat(interrupted).hasValue(false);
		assertThat(host().statistics().unresponsive()).isEqualTo(1);
		this.release.countDown();
		await(over);
	}

	@Test
	void sleepFollowsTheTimerOfTheHost() throws Exception {
		BackgroundTaskHandle<String> task = session().spawn("other", (context) -> {
			context.sleep(Duration.ofHours(5));
			return "awake";
		});
		this.timer.awaitScheduled(Duration.ofHours(5));
		this.timer.advance(Duration.ofHours(5));
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo("awake");
	}

	@Test
	void cancelBetweenRegistrationAndStartKeepsTheBodyFromRunning() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		AtomicReference<@Nullable Runnable> beforeStart = new AtomicReference<>();
		ThreadFactory factory = (work) -> {
			Runnable action = beforeStart.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return Thread.ofVirtual().unstarted(work);
		};
		start((builder) -> builder.threads(factory, factory));
		beforeStart.set(() -> host().cancelManaged("s1", "t1"));
		BackgroundTaskHandle<Integer> task = session().spawn(named("t1"), (context) -> runs.incrementAndGet());
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		host().close();
		assertThat(runs).hasValue(0);
		assertThat(host().statistics().unresponsive()).isZero();
	}

}
