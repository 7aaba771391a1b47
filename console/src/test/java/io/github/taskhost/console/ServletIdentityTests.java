package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The users behind the actions in the console of a servlet application. */
class ServletIdentityTests extends AbstractIdentityTests {

	ServletIdentityTests() {
		super(WebApplicationType.SERVLET);
	}

}
