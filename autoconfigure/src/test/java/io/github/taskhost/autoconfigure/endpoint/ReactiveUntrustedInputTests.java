package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for malicious texts, served by WebFlux on Netty.
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
