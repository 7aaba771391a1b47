package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The paths of the console of a servlet application. */
class ServletPathTests extends AbstractPathTests {

	ServletPathTests() {
		super(WebApplicationType.SERVLET);
	}

}
