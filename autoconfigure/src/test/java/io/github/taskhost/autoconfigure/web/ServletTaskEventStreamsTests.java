package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.web.TaskEventStreams;
import io.github.taskhost.web.TaskStreamRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Tests for streams of events, served by Spring MVC on Tomcat.
 */
class ServletTaskEventStreamsTests extends AbstractTaskEventStreamsTests {

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Streams.class)
	static class Application {

	}

	@RestController
	static class Streams {

		private final TaskEventStreams streams;

		Streams(TaskEventStreams streams) {
			this.streams = streams;
		}

		@GetMapping(path = "/sessions/{session}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		SseEmitter events(@PathVariable String session,
				@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
				HttpServletRequest request) {
			return this.streams.open(TaskStreamRequest.ofSession(session)
				.withLastEventId(lastEventId)
				.withCaller(request.getRemoteAddr()));
		}

	}

}
