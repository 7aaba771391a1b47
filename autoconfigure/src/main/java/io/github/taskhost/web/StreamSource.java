package io.github.taskhost.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskSubscription;

/**
 * Opens streams of tasks within the limits. Thread-safe.
 */
final class StreamSource {

	private final BackgroundTaskHost host;

	private final TaskStreamOptions options;

	private final StreamPlaces places;

	StreamSource(BackgroundTaskHost host, TaskStreamOptions options) {
		this.host = host;
		this.options = options;
		this.places = new StreamPlaces(options);
	}

	/**
	 * Opens a stream.
	 * @throws TooManyTaskStreamsException if the session or the caller has too many
	 * @throws TaskRejectedException if the host has too many subscriptions or shuts down
	 */
	TaskStream open(TaskStreamRequest request) {
		Runnable place = this.places.take(request.filter().sessionId(), request.caller());
		try {
			BackgroundTaskSubscription subscription = this.host.subscribe(request.filter());
			return new TaskStream(this.host, request, this.options.heartbeat(), subscription, place);
		}
		catch (RuntimeException ex) {
			place.run();
			throw ex;
		}
	}

}
