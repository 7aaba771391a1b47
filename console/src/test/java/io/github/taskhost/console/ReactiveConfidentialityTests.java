package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The values in the console of a reactive application. */
class ReactiveConfidentialityTests extends AbstractConfidentialityTests {

	ReactiveConfidentialityTests() {
		super(WebApplicationType.REACTIVE);
	}

}
