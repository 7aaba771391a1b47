package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for pages of parts of a task, served by Spring MVC on Tomcat.
 */
class ServletTaskPartsTests extends AbstractTaskPartsTests {

	@Override
	Class<?> application() {
		return ServletBackgroundTasksEndpointTests.Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

}
