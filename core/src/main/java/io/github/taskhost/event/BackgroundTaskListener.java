package io.github.taskhost.event;

import io.github.taskhost.TaskSession;

/**
 * Is told of every event of every task: for each task in order, each event once, after
 * the change is visible. Which thread calls is not promised, nor any transaction. A
 * listener that throws is logged and counted; one that is slow delays the events of the
 * task it is told of, and no others.
 */
@FunctionalInterface
public interface BackgroundTaskListener {

	/**
	 * Something happened.
	 * @param event what
	 */
	void onEvent(BackgroundTaskEvent event);

	/**
	 * A task wakes its session. The order is promised for none: the sequence of wakes has
	 * it.
	 * @param wake why and for whom
	 * @see TaskSession#drainWakes
	 */
	default void onWake(SessionWake wake) {
	}

}
