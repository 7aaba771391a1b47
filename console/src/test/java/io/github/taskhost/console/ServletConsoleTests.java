package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The console of a servlet application. */
class ServletConsoleTests extends AbstractConsoleTests {

	ServletConsoleTests() {
		super(WebApplicationType.SERVLET);
	}

}
