package io.github.taskhost.chaos;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of many behaviours. All of them end by themselves once the round is over; some
 * ignore cancellation and interrupts until then.
 */
final class Bodies {

	private static final Duration MOMENT = Duration.ofMillis(3);

	private final Storm storm;

	private final AtomicInteger leaks;

	private final AtomicInteger stuck;

	Bodies(Storm storm, Fault fault) {
		this.storm = storm;
		this.leaks = new AtomicInteger((fault == Fault.LEFT_THREAD) ? 1 : 0);
		this.stuck = new AtomicInteger((fault == Fault.STUCK_BODY) ? 1 : 0);
	}

	BackgroundTask<@Nullable Object> next(RandomGenerator random) {
		int behaviour = random.nextInt(24);
		long seed = random.nextLong();
		return (context) -> run(behaviour, new SplittableRandom(seed), context);
	}

	@Nullable Object run(int behaviour, RandomGenerator random, BackgroundTaskContext context) throws Exception {
		misbehave();
		switch (behaviour) {
			case 0 -> throw new Deliberate("a body");
			case 1 -> throw new Exception("thrown on purpose by a body");
			case 2 -> throw new AssertionError("thrown on purpose by a body");
			case 3 -> throw new TaskCancelledException("thrown on purpose by a body");
			case 4 -> sleepUntilCalm(context);
			case 5 -> report(context, random);
			case 6 -> askAndGoOn(context, random);
			case 7 -> receive(context);
			case 8 -> spawnChildren(context, random, false);
			case 9 -> spawnChildren(context, random, true);
			case 10 -> this.storm.calm().awaitStubbornly();
			case 11 -> this.storm.calm().await(Duration.ofDays(1));
			case 12 -> spin(context);
			case 13 -> meddle(context, random);
			case 14 -> withActions(context);
			case 15 -> context.complete("by itself");
			case 16 -> context.fail(TaskFailure.of(new Deliberate("a body that goes on")));
			case 17 -> askFromTwoThreads(context);
			case 18 -> convert(context);
			case 19 -> context.live(BackgroundTaskState.WAITING);
			default -> {
			}
		}
		return null;
	}

	private void misbehave() {
		if (this.leaks.getAndDecrement() > 0) {
			Thread.ofVirtual().name("taskhost-left").start(this.storm::awaitRelease);
		}
		if (this.stuck.getAndDecrement() > 0) {
			this.storm.awaitRelease();
		}
	}

	private void sleepUntilCalm(BackgroundTaskContext context) throws InterruptedException {
		while (!this.storm.calm().hasBegun()) {
			context.sleep(MOMENT);
		}
	}

	private static void report(BackgroundTaskContext context, RandomGenerator random) {
		int steps = 1 + random.nextInt(20);
		for (int i = 0; i < steps; i++) {
			switch (random.nextInt(9)) {
				case 0 -> context.status("step " + i);
				case 1 -> context.progress(Progress.of(i, steps, "steps"));
				case 2 -> context.summary("summary " + i);
				case 3 -> context.output("out", "line " + i);
				case 4 -> context.heartbeat();
				case 5 -> context.post("message " + i);
				case 6 -> context.result("result " + i);
				case 7 -> context.artifact(new TaskArtifact("a" + i, "text/plain", "/a" + i, null));
				default -> context.throwIfCancelled();
			}
		}
	}

	static InputRequest question(RandomGenerator random) {
		InputRequest question = InputRequest.of("q" + random.nextInt(3), "Go on?");
		return question.withDeadline(Instant.now().plusMillis(1 + random.nextInt(30)));
	}

	private static void askAndGoOn(BackgroundTaskContext context, RandomGenerator random) throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			context.requestInput(question(random));
		}
	}

	private void receive(BackgroundTaskContext context) throws InterruptedException {
		while (!this.storm.calm().hasBegun()) {
			context.receive(MOMENT).ifPresent((message) -> context.post("heard " + message.text()));
		}
	}

	private void spawnChildren(BackgroundTaskContext context, RandomGenerator random, boolean waits)
			throws InterruptedException {
		for (int i = 0; i < 2 && !this.storm.calm().hasBegun(); i++) {
			BackgroundTaskHandle<?> child = context.spawnChild(this.storm.registrations().next(random).build(),
					next(random));
			this.storm.made(child);
			if (waits) {
				child.await(Duration.ofMillis(20));
			}
		}
	}

	/** Spins for a moment only: spinning threads starve other virtual threads. */
	private static void spin(BackgroundTaskContext context) {
		long end = System.nanoTime() + MOMENT.toNanos();
		while (!context.isCancelled() && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	/** Calls operations of the host from a body, also on its own task and session. */
	private void meddle(BackgroundTaskContext context, RandomGenerator random) throws InterruptedException {
		switch (random.nextInt(6)) {
			case 0 -> this.storm.host().closeSession(context.sessionId(), null);
			case 1 -> this.storm.host().cancelManaged(context.sessionId(), context.taskId());
			case 2 ->
				this.storm.host().transferManaged(context.sessionId(), Storm.session(random), Set.of(context.taskId()));
			case 3 -> this.storm.host().requestCancel(context.taskId(), "by itself");
			case 4 -> this.storm.host().cancelAllManaged(context.sessionId());
			default -> {
				for (int i = 0; i < 5 && !this.storm.calm().hasBegun(); i++) {
					this.storm.operations().useOnce(random);
				}
			}
		}
	}

	private void withActions(BackgroundTaskContext context) throws InterruptedException {
		CountDownLatch told = new CountDownLatch(1);
		context.onCancel(() -> {
			throw new Deliberate("an action of onCancel");
		});
		try (BackgroundTaskContext.CancelRegistration unused = context.onCancel(told::countDown)) {
			while (told.getCount() > 0 && !this.storm.calm().await(MOMENT)) {
				Thread.yield();
			}
		}
	}

	private void askFromTwoThreads(BackgroundTaskContext context) throws InterruptedException {
		Thread other = Thread.startVirtualThread(() -> {
			try {
				context.requestInput(InputRequest.of("other", "Go on?").withDeadline(Instant.now().plusMillis(20)));
			}
			catch (InterruptedException | BackgroundTaskException ex) {
				// withdrawn, lapsed, or the task has ended
			}
		});
		try {
			context.requestInput(InputRequest.of("mine", "Go on?").withDeadline(Instant.now().plusMillis(20)));
		}
		finally {
			joinStubbornly(other);
		}
	}

	private static void joinStubbornly(Thread other) {
		boolean interrupted = false;
		while (other.isAlive()) {
			try {
				other.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
				other.interrupt();
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/** Reports an interrupt the way a channel does. */
	private void convert(BackgroundTaskContext context) throws Exception {
		try {
			this.storm.calm().await(Duration.ofDays(1));
		}
		catch (InterruptedException ex) {
			throw new ClosedByInterruptException();
		}
	}

}
