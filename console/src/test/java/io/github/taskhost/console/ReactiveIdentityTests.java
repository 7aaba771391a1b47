package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The users behind the actions in the console of a reactive application. */
class ReactiveIdentityTests extends AbstractIdentityTests {

	ReactiveIdentityTests() {
		super(WebApplicationType.REACTIVE);
	}

}
