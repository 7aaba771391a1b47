package io.github.taskhost.local.question;

import java.lang.reflect.Type;
import java.time.Instant;

import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Checks questions before they are asked, and answers before they are accepted.
 */
public final class AnswerChecks {

	private final PayloadCodec codec;

	private final AnswerSchemas schemas;

	private final TypeSchemas typeSchemas;

	private final TaskCallers callers;

	public AnswerChecks(PayloadCodec codec, AnswerSchemas schemas, TypeSchemas typeSchemas, TaskCallers callers) {
		this.codec = codec;
		this.schemas = schemas;
		this.typeSchemas = typeSchemas;
		this.callers = callers;
	}

	/**
	 * Refuses a question with an invalid schema, or with an authority that no
	 * {@link TaskCallers} can check.
	 */
	void requireCheckable(InputRequest question) {
		if (question.expected() != null) {
			this.schemas.requireValid(question.expected());
		}
		if (question.authority() != null && this.callers == TaskCallers.none()) {
			throw new InvalidTaskArgumentException("The question '" + question.key() + "' requires the authority '"
					+ question.authority() + "' of the caller, and the host has no TaskCallers that knows callers. "
					+ "Add Spring Security or another TaskCallers, or ask without an authority.");
		}
	}

	/**
	 * Returns the question with the schema of the type as which its answer is read,
	 * unless it has a schema or the type has none.
	 */
	InputRequest described(InputRequest question, Type type) {
		JsonPayload schema = (question.expected() == null) ? this.typeSchemas.schemaOf(type) : null;
		return (schema != null) ? question.withExpected(schema) : question;
	}

	/**
	 * Checks the permission of the caller, and the value against the schema and the type
	 * of the open question, if any. The schema of the type informs only: the codec checks
	 * the value.
	 */
	Answer checked(String key, Object value, @Nullable OpenQuestion open, Instant now) {
		InputRequest question = (open != null) ? open.question() : null;
		String caller = permitted(question);
		JsonPayload payload = this.codec.encode(value);
		if (open != null) {
			requireMatch(open, payload);
			this.codec.decode(payload, open.type());
		}
		return new Answer(key, payload, now, caller);
	}

	/**
	 * Checks an answer against the schema of its question, unless it is that of the type.
	 */
	private void requireMatch(OpenQuestion open, JsonPayload answer) {
		JsonPayload schema = open.question().expected();
		if (schema != null && !schema.equals(this.typeSchemas.schemaOf(open.type()))) {
			this.schemas.mismatch(schema, answer).ifPresent((reason) -> {
				throw new InvalidTaskArgumentException("The answer to '" + open.question().key()
						+ "' does not match the schema of the question: " + reason);
			});
		}
	}

	/**
	 * Checks the permission of the caller to answer or decline a question, if any;
	 * returns the name of the caller.
	 */
	@Nullable String permitted(@Nullable InputRequest question) {
		TaskCallers.Caller caller = TaskCallers.callerOf(this.callers);
		if (question != null) {
			requirePermitted(question, caller);
		}
		return (caller != null) ? caller.name() : null;
	}

	private static void requirePermitted(InputRequest question, TaskCallers.@Nullable Caller caller) {
		String authority = question.authority();
		if (authority != null && (caller == null || !caller.hasAuthority(authority))) {
			throw new AnswerNotPermittedException("Answering '" + question.key() + "' requires the authority '"
					+ authority + "'"
					+ ((caller != null) ? ", which '" + caller.name() + "' does not have." : ". Sign in first."));
		}
	}

}
