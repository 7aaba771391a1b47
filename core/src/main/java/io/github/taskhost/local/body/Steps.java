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
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Implements the checkpoint and the steps of a body: values in JSON that its later
 * attempts find.
 */
public final class Steps {

	/** Stands for no result; other values may be null in JSON. */
	private static final JsonPayload NOTHING = new JsonPayload("null");

	private final Commits commits;

	private final PayloadCodec codec;

	private final ReportKeeper reports;

	public Steps(Commits commits, PayloadCodec codec, ReportKeeper reports) {
		this.commits = commits;
		this.codec = codec;
		this.reports = reports;
	}

	void checkpoint(Attempt attempt, Object value) {
		JsonPayload checkpoint = this.codec.encode(Objects.requireNonNull(value, "The checkpoint must not be null"));
		heartbeat(attempt);
		values(attempt).checkpoint(checkpoint, () -> requireCurrent(attempt));
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
			JsonPayload kept = (result != null) ? encode(attempt, step, result) : NOTHING;
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
		if (!values(attempt).keep(step, result, () -> requireCurrent(attempt))) {
			throw new TaskStateException("The result of step '" + step + "' of " + nameOf(attempt)
					+ " cannot be kept: the results of its steps would have more than " + KeptValues.MAX_SIZE
					+ " characters, the limit. Keep references instead of contents.");
		}
	}

	private @Nullable Object read(JsonPayload result, Type type) {
		return (result == NOTHING) ? null : this.codec.decode(result, type);
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

	private void requireCurrent(Attempt attempt) {
		this.commits.requireCurrent(attempt.task(), attempt.number());
	}

}
