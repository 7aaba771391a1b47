package io.github.taskhost.crash.worker;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.ScheduledRun;

/**
 * The kinds of the worker. Each body writes its start and its stop into the ledger, and
 * in between the values that the host has told it are stored.
 */
public class WorkerKinds {

	/** The key of the question of {@code ask}. */
	public static final String QUESTION = "go-on";

	private static final int STEPS = 5;

	private static final int FAILURES = 2;

	private static final int KILLED = 7;

	private static final Duration PAUSE = Duration.ofMillis(15);

	private static final Duration SILENCE = Duration.ofMillis(1500);

	private final Ledger ledger;

	private final Running running;

	WorkerKinds(Ledger ledger, Running running) {
		this.ledger = ledger;
		this.running = running;
	}

	@BackgroundTaskKind("quick")
	String quick(BackgroundTaskContext context) throws Exception {
		return run(context, () -> context.taskId());
	}

	@BackgroundTaskKind("fail")
	String fail(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			throw new IllegalArgumentException("fails as it should");
		});
	}

	/** Fails in its first attempts, and counts them in its checkpoint. */
	@BackgroundTaskKind("flaky")
	String flaky(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			int failures = resume(context);
			if (failures < FAILURES) {
				checkpoint(context, failures + 1);
				throw new IllegalStateException("fails for now");
			}
			return context.taskId();
		});
	}

	/** Goes step by step, each with a checkpoint and one with a kept result. */
	@BackgroundTaskKind("walk")
	String walk(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			String first = context.step("first", String.class, () -> {
				this.ledger.write("ran", context.uid(), context.attempt());
				return context.taskId();
			});
			this.ledger.write("kept", context.uid(), context.attempt());
			for (int i = resume(context); i < STEPS; i++) {
				context.sleep(PAUSE);
				checkpoint(context, i + 1);
			}
			return first;
		});
	}

	@BackgroundTaskKind("ask")
	String ask(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			String answer = context.requestInput(InputRequest.of(QUESTION, "Go on?"), String.class);
			this.ledger.write("heard", context.uid(), context.attempt(), answer);
			return answer;
		});
	}

	/** Takes messages until none has come for a while. */
	@BackgroundTaskKind("mail")
	String mail(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			Optional<TaskMessage> message = context.receive(SILENCE);
			while (message.isPresent()) {
				this.ledger.write("received", context.uid(), context.attempt(), message.get().id());
				message = context.receive(SILENCE);
			}
			return context.taskId();
		});
	}

	/** Goes on until it is cancelled. */
	@BackgroundTaskKind("endless")
	String endless(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			while (true) {
				context.status("still running");
				context.sleep(PAUSE.multipliedBy(5));
			}
		});
	}

	/** Goes on until its process lets go, or ends at once if another process had it. */
	@BackgroundTaskKind("hold")
	String hold(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			if (context.attempt() == 1) {
				this.running.awaitLetGo();
			}
			return context.taskId();
		});
	}

	/** Takes its process down. */
	@BackgroundTaskKind("killer")
	String killer(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			Runtime.getRuntime().halt(KILLED);
			return context.taskId();
		});
	}

	/** Takes an input, which the controller makes large. */
	@BackgroundTaskKind("poison")
	String poison(String input, BackgroundTaskContext context) throws Exception {
		return run(context, () -> context.taskId() + input.length());
	}

	/** A run of a schedule. */
	@BackgroundTaskKind("tick")
	String tick(BackgroundTaskContext context) throws Exception {
		return run(context, () -> {
			ScheduledRun link = Objects.requireNonNull(context.record().registration().scheduledRun());
			this.ledger.write("tick", context.uid(), context.attempt(), link.scheduleId(), link.due().toEpochMilli(),
					(link.previous() != null) ? link.previous() : "none");
			context.sleep(PAUSE.multipliedBy(10));
			return context.taskId();
		});
	}

	private int resume(BackgroundTaskContext context) {
		int value = context.checkpoint(Integer.class).orElse(0);
		this.ledger.write("resumed", context.uid(), context.attempt(), value);
		return value;
	}

	private void checkpoint(BackgroundTaskContext context, int value) {
		context.checkpoint(value);
		this.ledger.write("checkpoint", context.uid(), context.attempt(), value);
	}

	/** Runs a body between two entries. */
	String run(BackgroundTaskContext context, Callable<String> work) throws Exception {
		this.ledger.write("start", context.uid(), context.attempt());
		this.running.started(context.uid());
		String outcome = "returned";
		try {
			return work.call();
		}
		catch (Throwable ex) {
			outcome = ex.getClass().getSimpleName();
			throw ex;
		}
		finally {
			this.running.stopped(context.uid());
			this.ledger.write("stop", context.uid(), context.attempt(), outcome);
		}
	}

}
