package io.github.taskhost.local.body;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.KeptValues;
import io.github.taskhost.local.task.KeptValues.Begin;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Implements the checkpoint and the steps of a body: values in JSON that its later
 * attempts find.
 */
public final class Steps {

	private final Commits commits;

	private final PayloadCodec codec;

	private final ReportKeeper reports;

	private final TaskTransactions transactions;

	public Steps(Commits commits, PayloadCodec codec, ReportKeeper reports, TaskTransactions transactions) {
		this.commits = commits;
		this.codec = codec;
		this.reports = reports;
		this.transactions = transactions;
	}

	void checkpoint(Attempt attempt, Object value) {
		JsonPayload checkpoint = this.codec.encode(Objects.requireNonNull(value, "The checkpoint must not be null"));
		heartbeat(attempt);
		KeptValues values = values(attempt);
		JsonPayload earlier = values.checkpoint();
		values.checkpoint(checkpoint,
				() -> keep(attempt, new KeptValue.Checkpoint(checkpoint), () -> values.restoreCheckpoint(earlier)));
	}

	Optional<Object> checkpoint(Attempt attempt, Type type) {
		TaskReports present = attempt.task().reports();
		JsonPayload checkpoint = (present != null) ? present.values().checkpoint() : null;
		return (checkpoint != null) ? Optional.ofNullable(this.codec.decode(checkpoint, type)) : Optional.empty();
	}

	@Nullable Object run(Attempt attempt, String step, Type type, Callable<? extends @Nullable Object> work) throws Exception {
		Names.id("step name", step);
		ContextPlane.throwIfCancelled(attempt);
		return switch (values(attempt).begin(step, attempt.number())) {
			case Begin.Kept kept -> read(kept.result(), type);
			case Begin.Refused refused -> throw refused(attempt, step, refused);
			case Begin.Begun begun -> read(runBegun(attempt, step, work), type);
		};
	}

	private JsonPayload runBegun(Attempt attempt, String step, Callable<? extends @Nullable Object> work)
			throws Exception {
		try {
			Object result = work.call();
			JsonPayload kept = (result != null) ? encode(attempt, step, result) : KeptValues.NOTHING;
			keep(attempt, step, kept);
			return kept;
		}
		finally {
			values(attempt).finish(step, attempt.number());
		}
	}

	private JsonPayload encode(Attempt attempt, String step, Object result) {
		try {
			return this.codec.encode(result);
		}
		catch (InvalidTaskArgumentException ex) {
			throw new InvalidTaskArgumentException(
					"The result of step '" + step + "' of " + nameOf(attempt) + " cannot be kept: " + ex.getMessage());
		}
	}

	private void keep(Attempt attempt, String step, JsonPayload result) {
		heartbeat(attempt);
		KeptValues values = values(attempt);
		KeptValue kept = new KeptValue.StepResult(step, (result != KeptValues.NOTHING) ? result : null);
		if (!values.keep(step, result, () -> keep(attempt, kept, () -> values.restoreStep(step, null)))) {
			throw new TaskStateException("The result of step '" + step + "' of " + nameOf(attempt)
					+ " cannot be kept: the results of its steps would have more than " + KeptValues.MAX_SIZE
					+ " characters, the limit. Keep references instead of contents.");
		}
	}

	private @Nullable Object read(JsonPayload result, Type type) {
		return (result == KeptValues.NOTHING) ? null : this.codec.decode(result, type);
	}

	private static TaskStateException refused(Attempt attempt, String step, Begin.Refused refused) {
		return new TaskStateException("Step '" + step + "' of " + nameOf(attempt) + " cannot run: " + switch (refused) {
			case RUNS -> "another thread of the body runs it. Give each step a name of its own.";
			case FULL -> "the task has " + KeptValues.MAX_STEPS + " steps, the limit. "
					+ "Use a checkpoint for the progress of a loop.";
		});
	}

	private static String nameOf(Attempt attempt) {
		BackgroundTaskRecord record = attempt.task().record();
		return "task '" + record.id() + "' of session '" + record.sessionId() + "'";
	}

	private KeptValues values(Attempt attempt) {
		return this.reports.of(attempt.task()).values();
	}

	private void heartbeat(Attempt attempt) {
		this.commits.apply(attempt.task(), attempt.number(), new TaskCommand.Output());
	}

	/**
	 * Stores a value, which a rollback of the transaction that it is a part of takes
	 * back.
	 */
	private void keep(Attempt attempt, KeptValue value, Runnable takeBack) {
		TaskTransactions.Transaction transaction = this.commits.canJoin() ? this.transactions.current() : null;
		this.commits.keep(attempt.task(), attempt.number(), value);
		if (transaction != null) {
			transaction.whenOver((committed) -> {
				if (!committed) {
					takeBack.run();
				}
			});
		}
	}

}
