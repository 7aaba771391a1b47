package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The paths of the console of a reactive application. */
class ReactivePathTests extends AbstractPathTests {

	ReactivePathTests() {
		super(WebApplicationType.REACTIVE);
	}

}
