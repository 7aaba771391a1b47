package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Texts that mean harm, served by WebFlux on Netty.
 */
class ReactiveUntrustedInputTests extends AbstractUntrustedInputTests {

	@Override
	Class<?> application() {
		return ReactiveBackgroundTasksEndpointTests.Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

}
