package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;

/**
 * Tests for malicious texts, served by Spring MVC on Tomcat.
 */
class ServletUntrustedInputTests extends AbstractUntrustedInputTests {

	@Override
	Class<?> application() {
		return ServletBackgroundTasksEndpointTests.Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

}
