package io.github.taskhost.autoconfigure.web;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Logins to HTTP sessions that Tomcat keeps.
 */
class ServletSecurityLoginTests extends AbstractSecurityLoginTests {

	@Override
	ConfigurableApplicationContext run(Class<?> fixation) {
		return SessionTestApplication.run(SessionTestApplication.class, Security.class, fixation);
	}

}
