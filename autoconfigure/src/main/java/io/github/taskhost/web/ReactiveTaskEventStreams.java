package io.github.taskhost.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskRejectedException;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/**
 * Streams of tasks to browsers for Spring WebFlux, as server-sent events in JSON; see
 * {@link TaskEventStreams} for their content. Each subscriber gets a separate stream,
 * which has a virtual thread and a subscription of the host. Both end when the subscriber
 * cancels, and when the host shuts down: the stream is then complete. Thread-safe.
 */
public class ReactiveTaskEventStreams {

	private final StreamSource source;

	/**
	 * Creates the streams of a host.
	 * @param host the host
	 * @param options the options
	 */
	public ReactiveTaskEventStreams(BackgroundTaskHost host, TaskStreamOptions options) {
		this.source = new StreamSource(host, options);
	}

	/**
	 * Returns a stream, which opens when it is subscribed to. It sends no more than its
	 * subscriber requests. It fails with a {@link TooManyTaskStreamsException} if the
	 * session or the caller has too many streams, and with a
	 * {@link TaskRejectedException} if the host has too many subscriptions, or shuts
	 * down.
	 * @param request the tasks, and the client
	 * @return the stream; its data are {@link TaskStreamState},
	 * {@link io.github.taskhost.event.BackgroundTaskEvent} or a number of lost events
	 */
	public Flux<ServerSentEvent<Object>> open(TaskStreamRequest request) {
		return Flux.create((sink) -> new ReactiveTaskStream(this.source.open(request), sink).start());
	}

}
