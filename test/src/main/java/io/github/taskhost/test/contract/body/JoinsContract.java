package io.github.taskhost.test.contract.body;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Joins: a body waits for several tasks and takes their results. */
abstract class JoinsContract extends AbstractHostContract {

	/** Differ from all other durations of the tests. */
	private static final Duration TIMEOUT = Duration.ofSeconds(107);

	private static final Duration HEARTBEAT = Duration.ofSeconds(61);

	/** Counted down before a parent joins its children. */
	private final CountDownLatch joining = new CountDownLatch(1);

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1), "watched",
				KindOptions.NONE.withHeartbeatTimeout(HEARTBEAT)));
	}

	/** Runs a body that joins children with the ids a, b, c … and the given bodies. */
	@SafeVarargs
	private <R extends @Nullable Object> BackgroundTaskHandle<List<R>> parent(JoinPolicy policy,
			BackgroundTask<R>... bodies) {
		return this.host.spawnManaged("s1", named("parent"), (context) -> {
			List<BackgroundTaskHandle<R>> children = new ArrayList<>();
			for (BackgroundTask<R> body : bodies) {
				children.add(context.spawnChild(named(String.valueOf((char) ('a' + children.size()))), body));
			}
			this.joining.countDown();
			return context.awaitAll(children, policy);
		});
	}

	private static BackgroundTask<String> failing(String message) {
		return (context) -> {
			throw new IOException(message);
		};
	}

	/** A body that returns a value after a signal. */
	private static BackgroundTask<String> after(CountDownLatch signal, String value) {
		return (context) -> {
			await(signal);
			return value;
		};
	}

	private static BackgroundTask<String> untilCancelled() {
		return (context) -> {
			context.sleep(Duration.ofDays(1));
			return "";
		};
	}

	private static TaskStateException failureOf(BackgroundTaskHandle<?> parent) throws InterruptedException {
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(parent.failure()).containsInstanceOf(TaskStateException.class);
		return (TaskStateException) parent.failure().orElseThrow();
	}

	@ParameterizedTest
	@EnumSource(JoinPolicy.class)
	void resultsHaveTheOrderOfTheHandles(JoinPolicy policy) throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		BackgroundTaskHandle<List<String>> parent = parent(policy, after(first, "one"), (context) -> {
			first.countDown();
			return "two";
		});
		parent.await(PATIENCE);
		assertThat(parent.result()).containsExactly("one", "two");
	}

	@Test
	void noHandlesAreJoinedAtOnceAndAHandleCanOccurTwice() throws Exception {
		BackgroundTaskHandle<Integer> parent = this.host.spawnManaged("s1", named("parent"), (context) -> {
			BackgroundTaskHandle<Integer> child = context.spawnChild(named("a"), (own) -> 3);
			BackgroundTaskHandle<@Nullable Void> nothing = context.runChild(named("b"),
					BackgroundTaskContext::heartbeat);
			assertThat(context.<Object>awaitAll(List.of())).isEmpty();
			assertThat(context.awaitAll(List.of(nothing))).containsOnlyNulls();
			return context.awaitAll(List.of(child, child)).stream().mapToInt(Integer::intValue).sum();
		});
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(parent.result()).isEqualTo(6);
	}

	@Test
	void childNeedsAKindAlone() throws Exception {
		BackgroundTaskHandle<List<@Nullable Object>> parent = this.host.spawnManaged("s1", named("parent"),
				(context) -> context.awaitAll(List.of(context.spawnChild("part", (child) -> 3),
						context.runChild("part", BackgroundTaskContext::heartbeat))));
		parent.await(PATIENCE);
		assertThat(parent.result()).containsExactly(3, null);
		assertThat(this.host.listManaged("s1")).extracting(BackgroundTaskRecord::kind)
			.containsExactly("other", "part", "part");
	}

	@Test
	void firstFailureEndsTheJoinAndCancelsTheOthers() throws Exception {
		BackgroundTaskHandle<List<String>> parent = parent(JoinPolicy.FAIL_FAST, untilCancelled(), failing("no route"),
				untilCancelled(), (context) -> "done");
		TaskStateException failure = failureOf(parent);
		assertThat(failure).hasMessageContainingAll("'b'", "'s1'", "EXCEPTION", "no route")
			.hasCauseInstanceOf(IOException.class);
		for (String sibling : List.of("a", "c")) {
			BackgroundTaskRecord end = this.host.task("s1", sibling).await(PATIENCE);
			assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
			assertThat(end.cancelReason()).contains("'b'", "FAILED");
		}
	}

	@Test
	void joinThatFailsFastDoesNotWaitForTheEndsOfTheOthers() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundTaskHandle<List<@Nullable Object>> parent = parent(JoinPolicy.FAIL_FAST,
				(context) -> stubborn(interrupted).run(context), (context) -> failing("no route").run(context));
		failureOf(parent);
		assertThat(record("s1", "a").state()).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void joinForAllWaitsForEveryTaskAndThenThrowsTheFirstFailure() throws Exception {
		BackgroundTaskHandle<List<String>> parent = parent(JoinPolicy.WAIT_ALL, after(this.release, "late"),
				failing("first"), failing("second"));
		await(this.joining);
		this.host.await("b", PATIENCE);
		this.host.await("c", PATIENCE);
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		assertThat(record("s1", "a").state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.release.countDown();
		TaskStateException failure = failureOf(parent);
		assertThat(failure).hasMessageContainingAll("'b'", "first").hasCauseInstanceOf(IOException.class);
		assertThat(failure.getSuppressed()).singleElement()
			.satisfies((other) -> assertThat(other).hasMessageContainingAll("'c'", "second")
				.hasCauseInstanceOf(IOException.class));
		assertThat(record("s1", "a").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@ParameterizedTest
	@EnumSource(JoinPolicy.class)
	void cancelledTaskFailsTheJoin(JoinPolicy policy) throws Exception {
		BackgroundTaskHandle<List<String>> parent = parent(policy, untilCancelled());
		await(this.joining);
		this.host.task("s1", "a").cancel("no longer wanted");
		assertThat(failureOf(parent)).hasMessageContainingAll("'a'", "was cancelled", "no longer wanted");
	}

	@Test
	void cancelOfTheParentWakesTheJoin() throws Exception {
		this.host.registerExternal("s2", named("elsewhere"), null);
		BackgroundTaskHandle<@Nullable Object> elsewhere = this.host.task("s2", "elsewhere");
		BackgroundTaskHandle<List<@Nullable Object>> parent = this.host.spawnManaged("s1", named("parent"),
				(context) -> {
					this.joining.countDown();
					return context.awaitAll(List.of(elsewhere));
				});
		await(this.joining);
		parent.cancel("enough");
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(elsewhere.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void joinLendsTheSlotToTheChildren() throws Exception {
		BackgroundTaskRegistration single = BackgroundTaskRegistration.ofKind("single").build();
		BackgroundTaskHandle<List<Integer>> parent = this.host.spawnManaged("s1", single, (context) -> context
			.awaitAll(List.of(context.spawnChild(single, (own) -> 1), context.spawnChild(single, (own) -> 2))));
		assertThat(parent.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(parent.result()).containsExactly(1, 2);
	}

	@Test
	void timeoutStandsStillWhileOneOfTheTasksWaitsForAPerson() throws Exception {
		BackgroundTask<String> asking = (
				context) -> context.requestInput(InputRequest.of("go-on", "Go on?")).value().text();
		BackgroundTaskHandle<List<String>> parent = this.host.spawnManaged("s1",
				builder("parent").timeout(TIMEOUT).build(),
				(context) -> context.awaitAll(List.of(context.spawnChild(named("a"), after(this.release, "late")),
						context.spawnChild(named("b"), asking))));
		this.events.await(BackgroundTaskEvent.InputRequested.class, "b");
		while (this.timer.isScheduled(TIMEOUT)) {
			Thread.onSpinWait();
		}
		this.timer.advance(TIMEOUT.multipliedBy(3));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		this.host.task("s1", "b").answer("go-on", new JsonPayload("true"));
		this.host.await("b", PATIENCE);
		this.timer.awaitScheduled(TIMEOUT);
		this.release.countDown();
		parent.await(PATIENCE);
		assertThat(parent.result()).containsExactly("late", "true");
	}

	@Test
	void joinIsNoSilence() throws Exception {
		this.host.registerExternal("s2", named("elsewhere"), null);
		BackgroundTaskHandle<@Nullable Object> elsewhere = this.host.task("s2", "elsewhere");
		BackgroundTaskHandle<List<@Nullable Object>> parent = this.host.spawnManaged("s1",
				BackgroundTaskRegistration.ofKind("watched").id("parent").build(), (context) -> {
					this.joining.countDown();
					return context.awaitAll(List.of(elsewhere));
				});
		await(this.joining);
		awaitThread(parent);
		this.timer.advance(HEARTBEAT.multipliedBy(2));
		assertThat(parent.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
		elsewhere.cancelNow("enough");
		assertThat(failureOf(parent)).hasMessageContaining("'elsewhere'");
	}

	/** Waits until the thread of a body waits. */
	private void awaitThread(BackgroundTaskHandle<?> task) {
		while (this.host.inspect(task.uid())
			.orElseThrow()
			.stack()
			.stream()
			.noneMatch((line) -> line.contains("LockSupport.park"))) {
			Thread.onSpinWait();
		}
	}

	@Test
	void joinOfTheOwnTaskIsRefused() throws Exception {
		AtomicReference<@Nullable Throwable> onAnotherThread = new AtomicReference<>();
		BackgroundTaskHandle<List<@Nullable Object>> parent = this.host.spawnManaged("s1", named("parent"),
				(context) -> {
					List<BackgroundTaskHandle<@Nullable Object>> own = List.of(this.host.task("s1", "parent"));
					Thread other = Thread.ofVirtual().start(() -> {
						try {
							context.awaitAll(own);
						}
						catch (Throwable ex) {
							onAnotherThread.set(ex);
						}
					});
					other.join();
					return context.awaitAll(own);
				});
		assertThat(failureOf(parent)).hasMessageContainingAll("'parent'", "its own end");
		assertThat(onAnotherThread.get()).isInstanceOf(TaskStateException.class);
	}

	@Test
	void tasksOfOtherSessionsAreJoinedAndHaveNoValueOfABody() throws Exception {
		this.host.registerExternal("s2", named("elsewhere"), null);
		BackgroundTaskHandle<String> body = this.host.spawnManaged("s3", named("other"), after(this.release, "value"));
		BackgroundTaskHandle<List<@Nullable Object>> parent = this.host.spawnManaged("s1", named("parent"),
				(context) -> {
					List<@Nullable Object> values = new ArrayList<>(context.awaitAll(List.of(body)));
					values.addAll(context.awaitAll(List.of(this.host.task("s2", "elsewhere"))));
					return values;
				});
		this.release.countDown();
		body.await(PATIENCE);
		this.host.markTerminal("s2", "elsewhere", BackgroundTaskState.COMPLETED);
		assertThat(failureOf(parent)).hasMessageContainingAll("'elsewhere'", "result(Type.class)").hasNoCause();
	}

	@ParameterizedTest
	@EnumSource(JoinPolicy.class)
	void removalOfAJoinedRecordEndsTheJoin(JoinPolicy policy) throws Exception {
		this.host.registerExternal("s2", named("elsewhere"), null);
		BackgroundTaskHandle<@Nullable Object> elsewhere = this.host.task("s2", "elsewhere");
		BackgroundTaskHandle<List<@Nullable Object>> parent = this.host.spawnManaged("s1", named("parent"),
				(context) -> {
					this.joining.countDown();
					return context.awaitAll(List.of(elsewhere), policy);
				});
		await(this.joining);
		this.host.unregisterExternal("s2", "elsewhere");
		assertThat(failureOf(parent)).hasMessageContainingAll("'elsewhere'", "was removed before it ended");
	}

	@Test
	@SuppressWarnings("unchecked")
	void handleThatNoHostMadeIsRefused() throws Exception {
		BackgroundTaskHandle<String> handle = (BackgroundTaskHandle<String>) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { BackgroundTaskHandle.class },
				(proxy, method, arguments) -> method.getName().equals("id") ? "stranger" : null);
		BackgroundTaskHandle<List<String>> parent = this.host.spawnManaged("s1", named("parent"),
				(context) -> context.awaitAll(List.of(handle)));
		parent.await(PATIENCE);
		assertThat(parent.failure()).containsInstanceOf(InvalidTaskArgumentException.class)
			.hasValueSatisfying((ex) -> assertThat(ex).hasMessageContaining("'stranger'"));
	}

	@Test
	void resultOfATaskThatDidNotCompleteThrowsWithItsCause() throws Exception {
		BackgroundTaskHandle<String> failed = this.host.spawnManaged("s1", named("t1"), failing("disk full"));
		failed.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(failed::result)
			.withMessageContainingAll("'t1'", "failed", "disk full")
			.havingCause()
			.isSameAs(failed.failure().orElseThrow());
		BackgroundTaskHandle<String> cancelled = this.host.spawnManaged("s1", named("t2"), untilCancelled());
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(cancelled::result)
			.withMessageContainingAll("'t2'", "has not ended");
		cancelled.cancel("no longer wanted");
		cancelled.await(PATIENCE);
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(cancelled::result)
			.withMessageContainingAll("'t2'", "was cancelled", "no longer wanted");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> this.host.task("s1", "t1").result())
			.withMessageContaining("disk full")
			.withNoCause();
	}

	@Test
	void actionsHaveNoResultAndTheirFailuresAreThoseOfBodies() throws Exception {
		BackgroundTaskHandle<@Nullable Void> done = this.host.session("s1")
			.run("mail", (context) -> context.summary("sent"));
		assertThat(done.await(PATIENCE)).satisfies((end) -> {
			assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(end.kind()).isEqualTo("mail");
			assertThat(end.summary()).isEqualTo("sent");
			assertThat(end.result()).isNull();
		});
		assertThat(done.result()).isNull();
		BackgroundTaskHandle<@Nullable Void> failed = this.host.session("s1").run(named("t1"), (context) -> {
			throw new IOException("no route");
		});
		assertThat(failed.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(failed.failure()).containsInstanceOf(IOException.class);
	}

}
