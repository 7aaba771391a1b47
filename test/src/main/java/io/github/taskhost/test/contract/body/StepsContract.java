package io.github.taskhost.test.contract.body;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import io.github.taskhost.test.contract.support.HostParts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Checkpoints and steps of bodies. */
abstract class StepsContract extends AbstractHostContract {

	/** Differs from all other durations of the tests. */
	private static final Duration BACK_OFF = Duration.ofSeconds(103);

	private static final Greeting ANN = new Greeting("ann");

	private final AtomicInteger runs = new AtomicInteger();

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec());
	}

	private static BackgroundTaskRegistration retried(String id) {
		return builder(id).retry(TaskRetryPolicy.ofMaxAttempts(3).withBackoff(BACK_OFF, 1, BACK_OFF).withJitter(0))
			.build();
	}

	/** Runs a body that fails twice after its work. */
	private <T> List<T> inThreeAttempts(BackgroundTask<T> work) throws Exception {
		List<T> results = new CopyOnWriteArrayList<>();
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			results.add(work.run(context));
			if (context.attempt() < 3) {
				throw new IOException("the line is dead");
			}
			return "done";
		});
		for (int attempt = 1; attempt < 3; attempt++) {
			this.timer.awaitScheduled(BACK_OFF);
			this.timer.advance(BACK_OFF);
		}
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		return results;
	}

	@Test
	void laterAttemptsFindTheCheckpoint() throws Exception {
		List<String> found = inThreeAttempts((context) -> {
			String before = context.checkpoint(Greeting.class).map(Greeting::name).orElse("nothing");
			context.checkpoint(new Greeting("attempt " + context.attempt()));
			return before;
		});
		assertThat(found).containsExactly("nothing", "attempt 1", "attempt 2");
	}

	@Test
	void checkpointThatIsRefusedLeavesTheOneBefore() throws Exception {
		Greeting found = inBody((context) -> {
			context.checkpoint(ANN);
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> context.checkpoint(new Greeting("a".repeat(GreetingCodec.MAX_SIZE))));
			return context.checkpoint(Greeting.class).orElseThrow();
		});
		assertThat(found).isEqualTo(ANN);
	}

	@Test
	void checkpointIsReadAsItsTypeOnly() throws Exception {
		inBody((context) -> {
			context.checkpoint(new JsonPayload("5"));
			assertThat(context.checkpoint(JsonPayload.class)).contains(new JsonPayload("5"));
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> context.checkpoint(Greeting.class));
			return "done";
		});
	}

	@Test
	void stepRunsOnceInAllAttempts() throws Exception {
		List<Greeting> results = inThreeAttempts((context) -> context.step("greet", Greeting.class,
				() -> new Greeting("run " + this.runs.incrementAndGet())));
		assertThat(results).containsExactly(new Greeting("run 1"), new Greeting("run 1"), new Greeting("run 1"));
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void stepWithoutResultRunsOnce() throws Exception {
		inThreeAttempts((context) -> {
			context.step("send", this.runs::incrementAndGet);
			return context.attempt();
		});
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void stepMayReturnNull() throws Exception {
		AtomicInteger nulls = new AtomicInteger();
		inThreeAttempts((context) -> {
			if (context.step("find", Greeting.class, () -> this.runs.incrementAndGet() > 1 ? ANN : null) == null) {
				nulls.incrementAndGet();
			}
			return "done";
		});
		assertThat(nulls).hasValue(3);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void stepThatThrowsRunsAgain() throws Exception {
		AtomicReference<Exception> thrown = new AtomicReference<>();
		BackgroundTaskHandle<Greeting> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			try {
				return context.step("greet", Greeting.class, failingOnce());
			}
			catch (IOException ex) {
				thrown.set(ex);
				throw ex;
			}
		});
		this.timer.awaitScheduled(BACK_OFF);
		this.timer.advance(BACK_OFF);
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo(ANN);
		assertThat(thrown.get()).hasMessage("the line is dead");
	}

	private Callable<Greeting> failingOnce() {
		return () -> {
			if (this.runs.incrementAndGet() == 1) {
				throw new IOException("the line is dead");
			}
			return ANN;
		};
	}

	@Test
	void resultThatCannotBeKeptFailsTheStepWithItsName() throws Exception {
		inBody((context) -> {
			assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(
					() -> context.step("large", Greeting.class, () -> new Greeting("a".repeat(GreetingCodec.MAX_SIZE))))
				.withMessageContainingAll("'large'", "'t1'", "cannot be kept");
			return context.step("large", Greeting.class, () -> ANN);
		});
	}

	@Test
	void stepHasAName() throws Exception {
		inBody((context) -> {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> context.step("two words", this.runs::incrementAndGet))
				.withMessageContaining("step name");
			return "done";
		});
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void tasksDoNotShareSteps() throws Exception {
		for (String id : List.of("t1", "t2")) {
			this.host.spawnManaged("s1", builder(id).build(), (context) -> {
				context.step("send", this.runs::incrementAndGet);
				return "done";
			}).await(PATIENCE);
		}
		assertThat(this.runs).hasValue(2);
	}

	@Test
	void stepRunsInOneThreadAtATime() throws Exception {
		inBody((context) -> {
			CountDownLatch inside = new CountDownLatch(1);
			CountDownLatch go = new CountDownLatch(1);
			FutureTask<Greeting> first = new FutureTask<>(() -> context.step("greet", Greeting.class, () -> {
				inside.countDown();
				go.await();
				return ANN;
			}));
			Thread.ofVirtual().start(first);
			inside.await();
			assertThatExceptionOfType(TaskStateException.class)
				.isThrownBy(() -> context.step("greet", Greeting.class, () -> new Greeting("bob")))
				.withMessageContainingAll("'greet'", "another thread");
			go.countDown();
			assertThat(first.get()).isEqualTo(ANN);
			return context.step("greet", Greeting.class, () -> new Greeting("bob"));
		});
	}

	@Test
	void stepsAreLimited() throws Exception {
		inBody((context) -> {
			for (int i = 0; i < 1_000; i++) {
				context.step("step-" + i, this.runs::incrementAndGet);
			}
			assertThatExceptionOfType(TaskStateException.class)
				.isThrownBy(() -> context.step("one-more", this.runs::incrementAndGet))
				.withMessageContainingAll("'one-more'", "1000", "'t1'");
			context.step("step-7", this.runs::incrementAndGet);
			return "done";
		});
		assertThat(this.runs).hasValue(1_000);
	}

	@Test
	void cancelledTaskBeginsNoStep() throws Exception {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", builder("t1").build(), (context) -> {
			context.step("first", () -> {
				inside.countDown();
				go.await();
			});
			try {
				context.step("second", this.runs::incrementAndGet);
			}
			catch (TaskCancelledException ex) {
				thrown.set(ex);
				throw ex;
			}
			return "done";
		});
		inside.await();
		task.cancel("enough");
		go.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(thrown.get()).isNotNull();
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void earlierAttemptKeepsNothing() throws Exception {
		AtomicReference<FutureTask<Greeting>> late = new AtomicReference<>();
		AtomicReference<BackgroundTaskContext> first = new AtomicReference<>();
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		BackgroundTaskHandle<Greeting> task = this.host.spawnManaged("s1", retried("t1"), (context) -> {
			if (context.attempt() == 1) {
				first.set(context);
				late.set(new FutureTask<>(() -> context.step("greet", Greeting.class, () -> {
					inside.countDown();
					go.await();
					return new Greeting("late");
				})));
				Thread.ofVirtual().start(late.get());
				inside.await();
				throw new IOException("the line is dead");
			}
			return context.step("greet", Greeting.class, () -> {
				go.countDown();
				assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> late.get().get())
					.withCauseInstanceOf(StaleAttemptException.class);
				assertThatExceptionOfType(StaleAttemptException.class).isThrownBy(() -> first.get().checkpoint(ANN));
				return new Greeting("second");
			});
		});
		this.timer.awaitScheduled(BACK_OFF);
		this.timer.advance(BACK_OFF);
		task.await(PATIENCE);
		assertThat(task.result()).isEqualTo(new Greeting("second"));
	}

	@Test
	void endedTaskKeepsNothing() throws Exception {
		AtomicReference<BackgroundTaskContext> context = new AtomicReference<>();
		inBody((body) -> {
			context.set(body);
			body.checkpoint(ANN);
			return "done";
		});
		assertThat(context.get().checkpoint(Greeting.class)).isEmpty();
		context.get().checkpoint(ANN);
		assertThat(context.get().checkpoint(Greeting.class)).isEmpty();
		assertThatExceptionOfType(TaskCancelledException.class)
			.isThrownBy(() -> context.get().step("late", this.runs::incrementAndGet));
	}

	private <T> T inBody(BackgroundTask<T> body) throws Exception {
		BackgroundTaskHandle<T> task = this.host.spawnManaged("s1", builder("t1").build(), body);
		assertThat(task.await(PATIENCE).failure()).isNull();
		return task.result();
	}

}
