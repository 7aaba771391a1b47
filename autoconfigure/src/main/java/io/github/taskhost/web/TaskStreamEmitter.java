package io.github.taskhost.web;

import java.io.IOException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends a stream to a client of Spring MVC, on a virtual thread. A write waits for a slow
 * client until the write timeout of the servlet container.
 */
final class TaskStreamEmitter extends SseEmitter {

	private static final Logger logger = LoggerFactory.getLogger(TaskStreamEmitter.class);

	private final TaskStream stream;

	TaskStreamEmitter(TaskStream stream) {
		super(0L);
		this.stream = stream;
		onCompletion(stream::close);
		onTimeout(stream::close);
		onError((ex) -> stream.close());
	}

	/**
	 * Starts the stream. An emitter keeps everything that is sent before Spring MVC takes
	 * it, without a limit. A HEAD request gets no stream: the container discards all
	 * output, so the end of its client would never be noticed.
	 */
	@Override
	protected void extendResponse(ServerHttpResponse response) {
		super.extendResponse(response);
		if (isHead()) {
			this.stream.close();
			complete();
			return;
		}
		Thread.ofVirtual().name("taskhost-stream").inheritInheritableThreadLocals(false).start(this::run);
	}

	private static boolean isHead() {
		return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
				&& HttpMethod.HEAD.matches(attributes.getRequest().getMethod());
	}

	private void run() {
		try {
			this.stream.sendTo(this::send);
			complete();
		}
		catch (IOException ex) {
			logger.debug("The client of a stream has disconnected", ex);
		}
		catch (InterruptedException ex) {
			completeWithError(ex);
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
	}

	private void send(StreamPart part) throws IOException {
		SseEventBuilder event = event();
		if (part.id() != null) {
			event.id(part.id());
		}
		if (part.name() != null && part.data() != null) {
			event.name(part.name()).data(part.data(), MediaType.APPLICATION_JSON);
		}
		else {
			event.comment(StreamPart.COMMENT);
		}
		send(event);
	}

	/** Spring MVC refuses writes after the end of the response with such an exception. */
	private void fail(RuntimeException ex) {
		if (this.stream.isClosed()) {
			logger.debug("The client of a stream has disconnected", ex);
		}
		else {
			logger.error("A stream of tasks has failed, and ends", ex);
			completeWithError(ex);
		}
	}

}
