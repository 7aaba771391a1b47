package io.github.taskhost.event;

/**
 * The order of a list of tasks: the order in which they were registered, or its reverse.
 */
public enum TaskOrder {

	/** The order of registration: new tasks come at the end of the list. */
	OLDEST_FIRST,

	/** The reverse order: new tasks come before the first page. */
	NEWEST_FIRST

}
