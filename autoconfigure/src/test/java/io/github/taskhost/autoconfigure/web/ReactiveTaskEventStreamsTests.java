package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.web.ReactiveTaskEventStreams;
import io.github.taskhost.web.TaskStreamRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

/**
 * Tests for streams of events, served by WebFlux on Netty.
 */
class ReactiveTaskEventStreamsTests extends AbstractTaskEventStreamsTests {

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Streams.class)
	static class Application {

		/** Tomcat could serve WebFlux too. */
		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

	}

	@RestController
	static class Streams {

		private final ReactiveTaskEventStreams streams;

		Streams(ReactiveTaskEventStreams streams) {
			this.streams = streams;
		}

		@GetMapping("/sessions/{session}/events")
		Flux<ServerSentEvent<Object>> events(@PathVariable String session,
				@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
				ServerHttpRequest request) {
			return this.streams.open(TaskStreamRequest.ofSession(session)
				.withLastEventId(lastEventId)
				.withCaller(request.getRemoteAddress().getHostString()));
		}

	}

}
