package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for pages of parts of a task, served by WebFlux on Netty.
 */
class ReactiveTaskPartsTests extends AbstractTaskPartsTests {

	@Override
	Class<?> application() {
		return ReactiveBackgroundTasksEndpointTests.Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

}
