package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The streams of the console of a reactive application. */
class ReactiveStreamTests extends AbstractStreamTests {

	ReactiveStreamTests() {
		super(WebApplicationType.REACTIVE);
	}

}
