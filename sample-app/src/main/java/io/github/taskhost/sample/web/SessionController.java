package io.github.taskhost.sample.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.web.TaskEventStreams;
import io.github.taskhost.web.TaskStreamRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sessions over HTTP.
 */
@RestController
@RequestMapping("/sessions/{session}")
class SessionController {

	private final BackgroundTaskHost host;

	private final TaskEventStreams streams;

	SessionController(BackgroundTaskHost host, TaskEventStreams streams) {
		this.host = host;
		this.streams = streams;
	}

	/** Closes the session. Tasks with the close policy TRANSFER move to the successor. */
	@DeleteMapping
	SessionCloseReport close(@PathVariable String session, @RequestParam(required = false) @Nullable String successor) {
		return this.host.closeSession(session, successor);
	}

	/** Streams the tasks of the session: their state, then their events. */
	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	SseEmitter events(@PathVariable String session,
			@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
			HttpServletRequest request) {
		return this.streams.open(
				TaskStreamRequest.ofSession(session).withLastEventId(lastEventId).withCaller(request.getRemoteAddr()));
	}

}
