package io.github.taskhost.autoconfigure.web;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tests for login with HTTP sessions of Spring Session.
 */
class SpringSessionSecurityLoginTests extends AbstractSecurityLoginTests {

	@Override
	ConfigurableApplicationContext run(Class<?> fixation) {
		return SessionTestApplication.run(SessionTestApplication.class, SpringSessionTestConfiguration.class,
				Security.class, fixation);
	}

}
