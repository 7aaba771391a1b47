package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** Unusual requests to the console of a servlet application. */
class ServletRequestTests extends AbstractRequestTests {

	ServletRequestTests() {
		super(WebApplicationType.SERVLET);
	}

}
