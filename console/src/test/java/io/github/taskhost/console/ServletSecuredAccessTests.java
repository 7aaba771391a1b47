package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** Access with Spring Security to the console of a servlet application. */
class ServletSecuredAccessTests extends AbstractSecuredAccessTests {

	ServletSecuredAccessTests() {
		super(WebApplicationType.SERVLET);
	}

}
