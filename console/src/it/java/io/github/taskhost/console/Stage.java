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
	void signIn(BrowserContext context);

	/** Lets the user of the page only read. The next page that is opened shows it. */
	void readOnly();

	/** The uid of a task that the stage has from its beginning, or that was started by {@link #spawn}. */
	String uid(String name);

	/** The name of a task as the application keeps it. */
	String shown(String name);

	/** The result of a task whose body has returned a text, as the page shows it. */
	String result(String text);

	/** Starts a task that runs until it is ended or cancelled. */
	void spawn(String name, String kind, String session);

	/** Ends a task: {@code completed} or {@code failed}. */
	void end(String name, String state);

	/** Lets a task ask for a text. */
	void ask(String name, String key, String prompt);

	/** Answers the open question of a task, as anna does. */
	void answer(String name, String json);

	/** Removes the record of a task that has no body, as retention removes those of ended tasks. */
	void remove(String name);

	@Override
	void close();

}
