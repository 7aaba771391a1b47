package io.github.taskhost.console;

import java.net.URI;

import com.microsoft.playwright.BrowserContext;

/**
 * An application with a console and tasks, which scenarios act on. Scenarios know no more of it, so that they run on
 * any server.
 */
interface Stage extends AutoCloseable {

	/** The address of the console, with a slash at its end. */
	URI address();

	/** Signs the operator in, or the reader after {@link #readOnly}. */
	default void signIn(BrowserContext context) {
		// an application without security lets every client on this machine in
	}

	/** Lets the user of the page only read. The next page that is opened shows it. */
	default void readOnly() {
		throw new UnsupportedOperationException("This stage does not do that.");
	}

	/** The uid of a task that the stage has from its beginning, or that was started by {@link #spawn}. */
	String uid(String name);

	/** The name of a task as the application keeps it. */
	default String shown(String name) {
		return name;
	}

	/** The result of a task whose body has returned a text, as the page shows it. */
	default String result(String text) {
		return text;
	}

	/** Starts a task that runs until it is ended or cancelled. */
	default void spawn(String name, String kind, String session) {
		throw new UnsupportedOperationException("This stage does not do that.");
	}

	/** Ends a task: {@code completed} or {@code failed}. */
	default void end(String name, String state) {
		throw new UnsupportedOperationException("This stage does not do that.");
	}

	/** Lets a task ask for a text. */
	default void ask(String name, String key, String prompt) {
		throw new UnsupportedOperationException("This stage does not do that.");
	}

	/** Answers the open question of a task, as anna does. */
	default void answer(String name, String json) {
		throw new UnsupportedOperationException("This stage does not do that.");
	}

	/** Removes the record of a task that has no body, as retention removes those of ended tasks. */
	default void remove(String name) {
		throw new UnsupportedOperationException("This stage does not do that.");
	}

	@Override
	void close();

}
