package io.github.taskhost.crash.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.InputRequest;

/**
 * The kinds of the worker. Each body writes its start and its stop into the ledger, and
 * in between the values that the host has told it are stored.
 */
public class WorkerKinds {

	/** The key of the question of {@code ask}. */
	public static final String QUESTION = "go-on";

	private static final int STEPS = 5;

	private static final int FAILURES = 2;

	private static final Duration PAUSE = Duration.ofMillis(15);

	private static final Duration SILENCE = Duration.ofMillis(1500);

	private final Ledger ledger;

	/**
	 * Creates the kinds.
	 * @param ledger the ledger of the worker
	 */
	public WorkerKinds(Ledger ledger) {
		this.ledger = ledger;
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

	private int resume(BackgroundTaskContext context) {
		int value = context.checkpoint(Integer.class).orElse(0);
		this.ledger.write("resumed", context.uid(), context.attempt(), value);
		return value;
	}

	private void checkpoint(BackgroundTaskContext context, int value) {
		context.checkpoint(value);
		this.ledger.write("checkpoint", context.uid(), context.attempt(), value);
	}

	private String run(BackgroundTaskContext context, Callable<String> work) throws Exception {
		this.ledger.write("start", context.uid(), context.attempt());
		String outcome = "returned";
		try {
			return work.call();
		}
		catch (Throwable ex) {
			outcome = ex.getClass().getSimpleName();
			throw ex;
		}
		finally {
			this.ledger.write("stop", context.uid(), context.attempt(), outcome);
		}
	}

}
