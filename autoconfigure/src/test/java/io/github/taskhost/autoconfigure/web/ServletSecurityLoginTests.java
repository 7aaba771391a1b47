package io.github.taskhost.autoconfigure.web;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests for login with HTTP sessions of Tomcat.
 */
class ServletSecurityLoginTests extends AbstractSecurityLoginTests {

	@Override
	ConfigurableApplicationContext run(Class<?> fixation) {
		return SessionTestApplication.run(SessionTestApplication.class, Security.class, fixation);
	}

}
