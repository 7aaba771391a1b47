package io.github.taskhost.autoconfigure.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Reflection hints for the responses of the endpoint.
 */
class BackgroundTasksEndpointRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar registrar = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.registrar.registerReflectionHints(hints.reflection(), TasksDescriptor.class, KindsDescriptor.class,
				SessionsDescriptor.class, SchedulesDescriptor.class, RefusalDescriptor.class);
	}

}
