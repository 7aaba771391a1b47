package io.github.taskhost.autoconfigure.web;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Logins to HTTP sessions that Spring Session keeps.
 */
class SpringSessionSecurityLoginTests extends AbstractSecurityLoginTests {

	@Override
	ConfigurableApplicationContext run(Class<?> fixation) {
		return SessionTestApplication.run(SessionTestApplication.class, SpringSessionTestConfiguration.class,
				Security.class, fixation);
	}

}
