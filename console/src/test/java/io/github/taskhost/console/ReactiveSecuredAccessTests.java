package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** Access with Spring Security to the console of a reactive application. */
class ReactiveSecuredAccessTests extends AbstractSecuredAccessTests {

	ReactiveSecuredAccessTests() {
		super(WebApplicationType.REACTIVE);
	}

}
