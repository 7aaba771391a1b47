package io.github.taskhost.console;

import org.springframework.boot.WebApplicationType;

/** The console of a reactive application. */
class ReactiveConsoleTests extends AbstractConsoleTests {

	ReactiveConsoleTests() {
		super(WebApplicationType.REACTIVE);
	}

}
