package io.github.taskhost.sample.web;

import io.github.taskhost.BackgroundTaskHost;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Opens event streams, a limited number for each session and for each caller. Without the
 * limits a single caller could use up the subscriptions of the host.
 */
@Component
class EventStreams {

	private final BackgroundTaskHost host;

	private final EventStreamProperties properties;

	private final StreamCounts sessions;

	private final StreamCounts callers;

	EventStreams(BackgroundTaskHost host, EventStreamProperties properties) {
		this.host = host;
		this.properties = properties;
		this.sessions = new StreamCounts("session", properties.maxPerSession());
		this.callers = new StreamCounts("caller", properties.maxPerCaller());
	}

	SseEmitter open(String session, String caller) {
		this.sessions.add(session);
		try {
			this.callers.add(caller);
			return openFor(session, caller);
		}
		catch (RuntimeException ex) {
			this.sessions.remove(session);
			throw ex;
		}
	}

	private SseEmitter openFor(String session, String caller) {
		try {
			return EventStream.open(this.host.session(session).subscribe(), this.properties.heartbeat(), () -> {
				this.callers.remove(caller);
				this.sessions.remove(session);
			});
		}
		catch (RuntimeException ex) {
			this.callers.remove(caller);
			throw ex;
		}
	}

}
