package io.github.taskhost;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;

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
		return with((builder) -> builder.idempotencyKey(idempotencyKey, policy));
	}

	/**
	 * Returns this request with an idempotency key and a uniqueness window: "at most one
	 * an hour". Within the window, which begins with the acceptance of a task, a request
	 * with the key returns that task, live or ended, and starts nothing. After it, a
	 * request starts a new task.
	 * @param idempotencyKey a key with the characters of an id
	 * @param window a positive duration of at most 3,650 days
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the key is not valid or the duration is out
	 * of its range
	 */
	public TaskRequest idempotencyKey(String idempotencyKey, Duration window) {
		return with((builder) -> builder.idempotencyKey(idempotencyKey, window));
	}

	/**
	 * Returns this request with an idempotency key: while a task of the session has the
	 * key, the request returns that task and starts nothing.
	 * @param idempotencyKey a key with the characters of an id
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the key is not valid
	 */
	public TaskRequest idempotencyKey(String idempotencyKey) {
		return idempotencyKey(idempotencyKey, IdempotencyPolicy.RETAINED);
	}

	/**
	 * Returns this request, debounced: the newest request with an idempotency key wins.
	 * The task starts after a quiet time; until then, each further request with the key
	 * replaces its input and display name, and moves its start to the end of another
	 * quiet time. It starts ten quiet times after the first request at the latest. After
	 * the start, a request starts a new task.
	 * @param idempotencyKey a key with the characters of an id
	 * @param quiet the quiet time, a positive duration of at most 365 days
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the key is not valid or the duration is out
	 * of its range
	 */
	public TaskRequest debounce(String idempotencyKey, Duration quiet) {
		return with((builder) -> builder.idempotencyKey(idempotencyKey).debounce(quiet));
	}

	/**
	 * Returns this request, debounced with another longest wait: see
	 * {@link #debounce(String, Duration)}.
	 * @param idempotencyKey a key with the characters of an id
	 * @param quiet the quiet time, a positive duration of at most 3,650 days
	 * @param atMost the time from the first request after which the task starts, whatever
	 * requests follow; not shorter than the quiet time
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the key is not valid or a duration is out
	 * of its range
	 */
	public TaskRequest debounce(String idempotencyKey, Duration quiet, Duration atMost) {
		return with((builder) -> builder.idempotencyKey(idempotencyKey).debounce(quiet, atMost));
	}

	/**
	 * Returns this request with a delay of its first start.
	 * @param delay a positive duration of at most 3,650 days
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the duration is out of its range
	 */
	public TaskRequest startAfter(Duration delay) {
		return with((builder) -> builder.startAfter(delay));
	}

	/**
	 * Returns this request with a time of its first start, which follows the wall clock.
	 * A time that has passed starts the task at once.
	 * @param time the time
	 * @return a new request
	 */
	public TaskRequest startAt(Instant time) {
		return with((builder) -> builder.startAt(time));
	}

	private TaskRequest with(UnaryOperator<BackgroundTaskRegistration.Builder> change) {
		return new TaskRequest(change.apply(this.registration.toBuilder()).build(), this.input);
	}

	/**
	 * Returns this request with a priority among tasks that wait for their start.
	 * @param priority 0 to 9, the most urgent
	 * @return a new request
	 * @throws InvalidTaskArgumentException if the priority is out of its range
	 */
	public TaskRequest priority(int priority) {
		return new TaskRequest(this.registration.toBuilder().priority(priority).build(), this.input);
	}

}
