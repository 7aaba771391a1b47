package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * Tests for the endpoint, served by Spring MVC on Tomcat.
 */
class ServletBackgroundTasksEndpointTests extends AbstractBackgroundTasksEndpointTests {

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
