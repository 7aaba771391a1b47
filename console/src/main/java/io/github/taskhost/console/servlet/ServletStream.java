package io.github.taskhost.console.servlet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.console.live.LiveFeed;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * A stream of events to a page: an asynchronous request without a second dispatch,
 * written by a virtual thread. If the page goes away, the container tells the listener,
 * and that completes the request: otherwise the container would dispatch an error page
 * for it.
 *
 * <p>
 * <b>Synchronisation.</b> {@code open} is cleared by the thread that completes the
 * request, the writer or one of the container.
 */
final class ServletStream implements AsyncListener, Runnable {

	private final AtomicBoolean open = new AtomicBoolean(true);

	private final LiveFeed feed;

	private final AsyncContext context;

	private final HttpServletResponse response;

	private ServletStream(LiveFeed feed, AsyncContext context, HttpServletResponse response) {
		this.feed = feed;
		this.context = context;
		this.response = response;
	}

	/** Begins a stream, which closes its feed at its end. */
	static void begin(LiveFeed feed, HttpServletRequest request, HttpServletResponse response) {
		try {
			response.setContentType("text/event-stream;charset=UTF-8");
			response.setHeader("Cache-Control", "no-store");
			response.setHeader("X-Accel-Buffering", "no");
			AsyncContext context = request.startAsync();
			context.setTimeout(0);
			ServletStream stream = new ServletStream(feed, context, response);
			context.addListener(stream);
			Thread.ofVirtual().name("taskhost-console-stream").start(stream);
		}
		catch (RuntimeException | Error ex) {
			feed.close();
			throw ex;
		}
	}

	@Override
	public void run() {
		try (this.feed) {
			write(this.response.getOutputStream());
		}
		catch (IOException ex) {
			// the page is gone
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			complete();
		}
	}

	private void write(OutputStream out) throws IOException, InterruptedException {
		while (this.open.get()) {
			out.write(this.feed.next().getBytes(StandardCharsets.UTF_8));
			out.flush();
			if (this.feed.isOver()) {
				return;
			}
			Thread.sleep(LiveFeed.EVERY);
		}
	}

	private void complete() {
		if (this.open.compareAndSet(true, false)) {
			try {
				this.context.complete();
			}
			catch (IllegalStateException ex) {
				// the container has found first that the page is gone
			}
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
		this.open.set(false);
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// there is no second start
	}

}
