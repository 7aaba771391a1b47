package io.github.taskhost.console.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.console.live.LiveFeed;
import io.github.taskhost.console.web.ConsoleHandler;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream to a client of a servlet application, written by a virtual thread. Either this
 * thread or the container, which finds that the client is gone, completes the request;
 * there is no further dispatch.
 */
final class ServletStream implements AsyncListener {

	private static final Logger log = LoggerFactory.getLogger(ServletStream.class);

	private final LiveFeed feed;

	private final AsyncContext context;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean completed;

	private ServletStream(LiveFeed feed, AsyncContext context) {
		this.feed = feed;
		this.context = context;
	}

	/**
	 * Starts a stream; counts it out if that fails. The headers are sent before another
	 * thread writes: filters such as those of Spring Security add theirs up to then, or
	 * when this thread returns to them.
	 */
	static void start(LiveFeed feed, HttpServletRequest request, HttpServletResponse response) throws IOException {
		try {
			ConsoleHandler.STREAM_HEADERS.forEach(response::setHeader);
			response.flushBuffer();
			AsyncContext context = request.startAsync();
			context.setTimeout(0);
			ServletStream stream = new ServletStream(feed, context);
			context.addListener(stream);
			Thread.ofVirtual().name("taskhost-console-stream").inheritInheritableThreadLocals(false).start(stream::run);
		}
		catch (IOException | RuntimeException | Error ex) {
			feed.close();
			throw ex;
		}
	}

	private void run() {
		try (LiveFeed written = this.feed) {
			OutputStream out = this.context.getResponse().getOutputStream();
			while (!written.isOver() && !this.completed) {
				out.write(written.next().getBytes(StandardCharsets.UTF_8));
				out.flush();
				if (!written.isOver()) {
					Thread.sleep(LiveFeed.EVERY);
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			// Containers refuse the response of a client that is gone with either.
			log.debug("The client of a stream has disconnected", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			complete();
		}
	}

	/**
	 * Completes the request once. A second caller waits for the first: the container
	 * dispatches to the error page if the request is not complete after {@link #onError}.
	 */
	private void complete() {
		this.lock.lock();
		try {
			if (!this.completed) {
				this.completed = true;
				this.context.complete();
			}
		}
		catch (IllegalStateException ex) {
			log.debug("The container has completed the request of a stream", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void onError(AsyncEvent event) {
		complete();
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		complete();
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.completed = true;
		this.feed.close();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// no further cycle is started
	}

}
