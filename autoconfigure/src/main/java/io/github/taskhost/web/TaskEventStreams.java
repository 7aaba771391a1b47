package io.github.taskhost.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskRejectedException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams of tasks to browsers for Spring MVC, as server-sent events in JSON. A stream
 * begins with {@code state} events ({@link TaskStreamState}) and goes on with the events
 * of the tasks, each with its type as the name and {@code uid:sequence} as the id. After
 * a {@code lost} event, which has the number of events that a slow client has missed, a
 * fresh state follows. A comment is sent after a time without events.
 *
 * <p>
 * A stream has a virtual thread and a subscription of the host. Both end when the client
 * disconnects, and when the host shuts down: the response is then complete, and a browser
 * connects again. Thread-safe.
 */
public class TaskEventStreams {

	private final StreamSource source;

	/**
	 * Creates the streams of a host.
	 * @param host the host
	 * @param options the options
	 */
	public TaskEventStreams(BackgroundTaskHost host, TaskStreamOptions options) {
		this.source = new StreamSource(host, options);
	}

	/**
	 * Opens a stream. The handler method has to return the emitter: the stream starts
	 * when Spring MVC takes it.
	 * @param request the tasks, and the client
	 * @return the emitter; without timeout
	 * @throws TooManyTaskStreamsException if the session or the caller has too many
	 * streams
	 * @throws TaskRejectedException if the host has too many subscriptions, or shuts down
	 */
	public SseEmitter open(TaskStreamRequest request) {
		return new TaskStreamEmitter(this.source.open(request));
	}

}
