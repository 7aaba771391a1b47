package io.github.taskhost.event;

import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.internal.json.UnknowingMapper;

/**
 * A stream of the events that match a filter and happen after the subscription, in the
 * order of each task. Events wait in a buffer of bounded size
 * ({@code taskhost.events.subscription-buffer}); when it is full, the oldest is dropped
 * and counted.
 *
 * <p>
 * For one reading thread at a time. {@link #close()} may be called from any thread.
 */
public interface BackgroundTaskSubscription extends AutoCloseable {

	/**
	 * Takes the next event, waiting for it if necessary.
	 * @param timeout the maximum time to wait
	 * @return the event, or empty if none arrived in time or the subscription has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	Optional<BackgroundTaskEvent> next(Duration timeout) throws InterruptedException;

	/**
	 * Returns the number of events dropped since the previous call, and resets it.
	 * @return the number, 0 or more
	 */
	long takeLost();

	/**
	 * Returns whether the subscription has ended and all its events were taken. No event
	 * comes after that.
	 * @return {@code true} if it is exhausted
	 */
	boolean isEnded();

	/** Ends the subscription. Events in the buffer can still be taken. */
	@Override
	void close();

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(BackgroundTaskSubscription.class);
	}

}
