package io.github.taskhost.local.question;

import java.time.Instant;

import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * What a question may expect, and what an answer has to be.
 */
public final class AnswerChecks {

	private final PayloadCodec codec;

	private final AnswerSchemas schemas;

	private final TaskCallers callers;

	public AnswerChecks(PayloadCodec codec, AnswerSchemas schemas, TaskCallers callers) {
		this.codec = codec;
		this.schemas = schemas;
		this.callers = callers;
	}

	/** Refuses a question whose answer nobody could check. */
	void requireCheckable(InputRequest question) {
		if (question.expected() != null) {
			this.schemas.requireValid(question.expected());
		}
		if (question.authority() != null && this.callers == TaskCallers.none()) {
			throw new InvalidTaskArgumentException(
					"The question '" + question.key() + "' is for those with the authority '" + question.authority()
							+ "', and there is nothing that knows who answers. Add Spring Security, or "
							+ "another TaskCallers, or ask without an authority.");
		}
	}

	/** The answer, found to fit the question that is open, if there is one. */
	Answer checked(String key, Object value, @Nullable InputRequest question, @Nullable OpenQuestion open,
			Instant now) {
		TaskCallers.Caller caller = this.callers.current();
		if (question != null) {
			requirePermitted(question, caller);
		}
		JsonPayload payload = this.codec.encode(value);
		if (question != null && question.expected() != null) {
			this.schemas.mismatch(question.expected(), payload).ifPresent((reason) -> {
				throw new InvalidTaskArgumentException(
						"The answer to '" + key + "' does not fit what the question expects: " + reason);
			});
		}
		if (open != null) {
			this.codec.decode(payload, open.type());
		}
		return new Answer(key, payload, now, (caller != null) ? caller.name() : null);
	}

	private static void requirePermitted(InputRequest question, TaskCallers.@Nullable Caller caller) {
		String authority = question.authority();
		if (authority != null && (caller == null || !caller.hasAuthority(authority))) {
			throw new AnswerNotPermittedException(
					"The question '" + question.key() + "' is for those with the authority '" + authority + "', which "
							+ ((caller != null) ? "'" + caller.name() + "' does not have."
									: "nobody who is not known has: sign in first."));
		}
	}

}
