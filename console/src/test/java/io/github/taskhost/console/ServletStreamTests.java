package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The streams of the console of a servlet application. */
class ServletStreamTests extends AbstractStreamTests {

	ServletStreamTests() {
		super(WebApplicationType.SERVLET);
	}

}
