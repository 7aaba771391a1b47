package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** Access without Spring Security to the console of a reactive application. */
class ReactiveOpenAccessTests extends AbstractOpenAccessTests {

	ReactiveOpenAccessTests() {
		super(WebApplicationType.REACTIVE);
	}

}
