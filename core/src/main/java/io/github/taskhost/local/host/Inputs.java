package io.github.taskhost.local.host;

import java.lang.reflect.Type;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.KindDefinitions;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Checks the inputs of registrations: the codec validates and bounds each of them, and
 * the input of work that an executor drives has the type that the executor declares.
 */
public final class Inputs {

	private final KindDefinitions definitions;

	private final PayloadCodec codec;

	public Inputs(KindDefinitions definitions, PayloadCodec codec) {
		this.definitions = definitions;
		this.codec = codec;
	}

	/**
	 * Checks the input of a body, which reads it as a type of its choice.
	 * @return the registration with its checked input
	 */
	BackgroundTaskRegistration ofBody(BackgroundTaskRegistration registration) {
		JsonPayload input = registration.input();
		return (input == null) ? registration : with(registration, input);
	}

	/**
	 * Checks the input of work that was started elsewhere. The executor of its kind, if
	 * any, may read it later.
	 * @return the registration with its checked input
	 */
	BackgroundTaskRegistration ofReported(BackgroundTaskRegistration registration) {
		if (registration.input() == null) {
			return registration;
		}
		BackgroundTaskRegistration checked = ofBody(registration);
		if (this.definitions.find(checked.kind()) instanceof BackgroundTaskExecutor executor) {
			read(checked, executor.inputType());
		}
		return checked;
	}

	/** Writes an input into a registration. */
	BackgroundTaskRegistration with(BackgroundTaskRegistration registration, Object input) {
		JsonPayload checked = encode(registration.kind(), input);
		return checked.equals(registration.input()) ? registration : registration.toBuilder().input(checked).build();
	}

	private JsonPayload encode(String kind, Object input) {
		try {
			return this.codec.encode(input);
		}
		catch (InvalidTaskArgumentException ex) {
			throw refused(kind, ex);
		}
	}

	/** Reads the input of a registration for a handler. */
	@Nullable Object read(BackgroundTaskRegistration registration, BackgroundTaskHandler<?> handler) {
		return read(registration.kind(), registration.input(), handler);
	}

	/** Reads the input of an accepted task for a handler, in its present schema. */
	@Nullable Object read(Kind kind, BackgroundTaskRecord record, BackgroundTaskHandler<?> handler) {
		return read(kind.name(), kind.input(record), handler);
	}

	private @Nullable Object read(String kind, @Nullable JsonPayload input, BackgroundTaskHandler<?> handler) {
		return (input == null && handler.isInputOptional()) ? null : read(kind, input, handler.inputType());
	}

	/** Reads the input of a registration; a type may permit that there is none. */
	@Nullable Object read(BackgroundTaskRegistration registration, Type type) {
		return read(registration.kind(), registration.input(), type);
	}

	/** Reads the input of an accepted task, in the present schema of its kind. */
	@Nullable Object read(Kind kind, BackgroundTaskRecord record, Type type) {
		return read(kind.name(), kind.input(record), type);
	}

	private @Nullable Object read(String kind, @Nullable JsonPayload input, Type type) {
		try {
			return this.codec.decode(input, type);
		}
		catch (InvalidTaskArgumentException ex) {
			throw refused(kind, ex);
		}
	}

	private static InvalidTaskArgumentException refused(String kind, InvalidTaskArgumentException cause) {
		return new InvalidTaskArgumentException("The input of kind '" + kind + "' is not valid: " + cause.getMessage());
	}

}
