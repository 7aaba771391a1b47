package io.github.taskhost;

import java.util.Objects;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A request to start a task of a defined kind.
 *
 * @param registration the description of the task
 * @param input the input: {@link JsonPayload}, or a value that the {@link PayloadCodec}
 * of the host encodes; {@code null} for the input of the registration, if any
 */
public record TaskRequest(BackgroundTaskRegistration registration, @Nullable Object input) {

	/** Requires a registration. */
	public TaskRequest {
		Objects.requireNonNull(registration, "registration");
	}

	/**
	 * Returns a request for a kind, with the defaults of the kind and a generated id.
	 * @param kind the name of the kind
	 * @return a request without input
	 * @throws InvalidTaskArgumentException if the name is not valid
	 */
	public static TaskRequest of(String kind) {
		return of(BackgroundTaskRegistration.ofKind(kind).build());
	}

	/**
	 * Returns a request for a registration.
	 * @param registration the description of the task
	 * @return a request with the input of the registration, if any
	 */
	public static TaskRequest of(BackgroundTaskRegistration registration) {
		return new TaskRequest(registration, null);
	}

	/**
	 * Returns this request with an input.
	 * @param input the input
	 * @return a new request
	 */
	public TaskRequest input(Object input) {
		return new TaskRequest(this.registration, input);
	}

	/**
	 * Returns this request with tasks that must complete before it starts.
	 * @param ids the ids of tasks of the session, or of other tasks that the host knows
	 * @return a new request
	 * @throws InvalidTaskArgumentException if an id is not valid
	 */
	public TaskRequest after(String... ids) {
		return new TaskRequest(this.registration.toBuilder().after(ids).build(), this.input);
	}

	/**
	 * Returns this request with tasks that must end before it starts, in any way.
	 * @param ids the ids of tasks of the session, or of other tasks that the host knows
	 * @return a new request
	 * @throws InvalidTaskArgumentException if an id is not valid
	 */
	public TaskRequest afterAnyEnd(String... ids) {
		return new TaskRequest(this.registration.toBuilder().afterAnyEnd(ids).build(), this.input);
	}

	/**
	 * Returns this request with an idempotency key: while a task of the session holds the
	 * key, the request returns that task and starts nothing.
	 * @param idempotencyKey a key with the characters of an id
	 * @param policy the policy that says until when the new task holds the key
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the key is not valid
	 */
	public TaskRequest idempotencyKey(String idempotencyKey, IdempotencyPolicy policy) {
		return new TaskRequest(this.registration.toBuilder().idempotencyKey(idempotencyKey, policy).build(),
				this.input);
	}

}
