package io.github.taskhost.autoconfigure.view.actuator;

import io.github.taskhost.autoconfigure.view.ValueSanitizer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Sanitizer that applies the {@link SanitizingFunction} beans of the application.
 * Thread-safe if these are.
 */
public final class ActuatorSanitizer implements ValueSanitizer {

	private final Sanitizer sanitizer;

	/**
	 * Creates the sanitizer.
	 * @param functions the functions, in the order in which they are applied
	 */
	public ActuatorSanitizer(Iterable<SanitizingFunction> functions) {
		this.sanitizer = new Sanitizer(functions);
	}

	@Override
	public @Nullable Object sanitize(String path, @Nullable Object value) {
		return this.sanitizer.sanitize(new SanitizableData(null, path, value), true);
	}

}
