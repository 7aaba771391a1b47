package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The values in the console of a servlet application. */
class ServletConfidentialityTests extends AbstractConfidentialityTests {

	ServletConfidentialityTests() {
		super(WebApplicationType.SERVLET);
	}

}
