package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for messages and questions at the endpoint, served by Spring MVC on Tomcat.
 */
class ServletTaskDialogueTests extends AbstractTaskDialogueTests {

	@Override
	Class<?> application() {
		return ServletBackgroundTasksEndpointTests.Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

}
