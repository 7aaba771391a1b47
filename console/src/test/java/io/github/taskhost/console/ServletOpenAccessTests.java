package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** Access without Spring Security to the console of a servlet application. */
class ServletOpenAccessTests extends AbstractOpenAccessTests {

	ServletOpenAccessTests() {
		super(WebApplicationType.SERVLET);
	}

}
