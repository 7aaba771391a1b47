package io.github.taskhost.event;

import java.time.Duration;
import java.util.Optional;

/**
 * The events that match a filter, from the subscription on, in the order of each task.
 * They wait in a bounded buffer; a reader that is too slow loses the oldest and is told.
 * For one reader at a time; {@link #close()} may come from any thread.
 */
public interface BackgroundTaskSubscription extends AutoCloseable {

	/**
	 * Takes the next event, and waits for it.
	 * @param timeout how long at most
	 * @return the event, or empty when none came in time or the subscription has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	Optional<BackgroundTaskEvent> next(Duration timeout) throws InterruptedException;

	/**
	 * How many events this reader lost since it was last asked.
	 * @return the number, 0 when none
	 */
	long takeLost();

	/**
	 * Whether the subscription has ended and everything was read: nothing will come any
	 * more.
	 * @return {@code true} if so
	 */
	boolean isEnded();

	/** Ends the subscription. What waits in the buffer can still be read. */
	@Override
	void close();

}
