package io.github.taskhost;

import java.util.Objects;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Work of a kind that the host knows: what the task is to be, and its input.
 *
 * @param registration what the task is to be
 * @param input the input: {@link JsonPayload}, or a value that the host's
 * {@link PayloadCodec} writes; {@code null} for the input that the registration has, or
 * none
 */
public record TaskRequest(BackgroundTaskRegistration registration, @Nullable Object input) {

	/** Checks that there is a registration. */
	public TaskRequest {
		Objects.requireNonNull(registration, "registration");
	}

	/**
	 * Work of a kind, with the kind's defaults and an id made by the host.
	 * @param kind the kind
	 * @return a request without input
	 * @throws InvalidTaskArgumentException if the kind is not a valid name
	 */
	public static TaskRequest of(String kind) {
		return of(BackgroundTaskRegistration.ofKind(kind).build());
	}

	/**
	 * Work of the kind that a registration names.
	 * @param registration what the task is to be
	 * @return a request without further input
	 */
	public static TaskRequest of(BackgroundTaskRegistration registration) {
		return new TaskRequest(registration, null);
	}

	/**
	 * This request with an input.
	 * @param input the input
	 * @return a new request
	 */
	public TaskRequest input(Object input) {
		return new TaskRequest(this.registration, input);
	}

}
