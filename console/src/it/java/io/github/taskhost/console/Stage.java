package io.github.taskhost.console;

import java.net.URI;

/**
 * An application with a console and tasks, which scenarios act on. Scenarios know no more of it, so that they run on
 * any server.
 */
interface Stage extends AutoCloseable {

	/** The address of the console, with a slash at its end. */
	URI address();

	/** The uid of a task that the stage has from its beginning, or that was started by {@link #spawn}. */
	String uid(String name);

	/** Starts a task that runs until it is ended or cancelled. */
	void spawn(String name, String kind, String session);

	/** Ends a task: {@code completed} or {@code failed}. */
	void end(String name, String state);

	/** Lets a task ask for a text. */
	void ask(String name, String key, String prompt);

	/** Answers the open question of a task, as another person does. */
	void answer(String name, String json);

	/** Removes a task, as retention does. */
	void remove(String name);

	@Override
	void close();

}
