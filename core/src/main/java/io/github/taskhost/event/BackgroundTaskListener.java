package io.github.taskhost.event;

/**
 * A callback for every event of every task. Must be thread-safe: it is called for several
 * tasks at the same time.
 *
 * <p>
 * A listener receives the events of a task in order, each once, after the change is
 * visible. Neither the calling thread nor a transaction is promised. An exception is
 * logged and counted, and does not affect other listeners. A slow listener delays only
 * events of the same task. When {@code taskhost.events.max-queued} of them wait,
 * progress, updates and messages are dropped and counted; all other events are delivered,
 * and the threads that change the task wait for the listener, a second for each change at
 * most.
 *
 * <p>
 * Of several nodes with one database, each calls its listeners for the changes that it
 * makes. With {@code taskhost.cluster.events=all} it calls them for the changes of other
 * nodes, too: some time later, on one thread, in order for each task. They may then come
 * at the same time as events of own changes of the same task, or after later ones.
 */
@FunctionalInterface
public interface BackgroundTaskListener {

	/**
	 * Called for each event.
	 * @param event the event
	 */
	void onEvent(BackgroundTaskEvent event);

	/**
	 * Called when a task wakes its session. Calls have no order:
	 * {@link SessionWake#sequence()} has it. Does nothing by default.
	 * @param wake the wake
	 * @see io.github.taskhost.TaskSession#drainWakes
	 */
	default void onWake(SessionWake wake) {
	}

}
