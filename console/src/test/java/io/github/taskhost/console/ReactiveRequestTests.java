package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** Unusual requests to the console of a reactive application. */
class ReactiveRequestTests extends AbstractRequestTests {

	ReactiveRequestTests() {
		super(WebApplicationType.REACTIVE);
	}

}
