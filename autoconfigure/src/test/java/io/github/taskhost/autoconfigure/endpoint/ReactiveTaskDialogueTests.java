package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for messages and questions at the endpoint, served by WebFlux on Netty.
 */
class ReactiveTaskDialogueTests extends AbstractTaskDialogueTests {

	@Override
	Class<?> application() {
		return ReactiveBackgroundTasksEndpointTests.Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

}
