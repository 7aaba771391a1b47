package io.github.taskhost.console.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.github.taskhost.autoconfigure.view.Refusal;
import io.github.taskhost.console.api.ConsoleJson;
import io.github.taskhost.error.TaskNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of events to one page, in the format of server-sent events. It ends when the
 * application stops, the user signs out, or after a minute, since roles may change; the
 * page then opens the next one from the same place. Used by one thread at a time, except
 * {@link #close}.
 */
public final class LiveFeed implements AutoCloseable {

	/** The milliseconds between two samples. */
	public static final long EVERY = 1000;

	/** The number of samples of a stream. */
	private static final int LIFETIME = 60;

	/** The number of samples without an event after which a comment is sent. */
	private static final int SILENT = 10;

	private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);

	private final LiveView view;

	private final BooleanSupplier signedIn;

	private final BooleanSupplier draining;

	private final Runnable closed;

	private final AtomicBoolean open = new AtomicBoolean(true);

	private int samples;

	private int silent;

	private boolean over;

	LiveFeed(LiveView view, BooleanSupplier signedIn, BooleanSupplier draining, Runnable closed) {
		this.view = view;
		this.signedIn = signedIn;
		this.draining = draining;
		this.closed = closed;
	}

	/**
	 * Returns the next part of the stream, once a second.
	 * @return text, empty if nothing changed
	 */
	public String next() {
		String reason = end();
		if (reason != null) {
			this.over = true;
			return event("bye", Map.of("reason", reason));
		}
		try {
			return text(this.view.sample());
		}
		catch (TaskNotFoundException ex) {
			return bye("gone", ex);
		}
		catch (RuntimeException ex) {
			return bye("failed", ex);
		}
	}

	private String bye(String reason, RuntimeException ex) {
		this.over = true;
		Refusal refusal = Refusal.of(ex);
		if (refusal.isServerError()) {
			log.error("A stream of the console failed, and ends", ex);
		}
		return event("bye", Map.of("reason", reason, "detail", refusal.detail()));
	}

	private @Nullable String end() {
		if (this.draining.getAsBoolean()) {
			return "draining";
		}
		if (!this.signedIn.getAsBoolean()) {
			return "signed_out";
		}
		return (this.samples++ >= LIFETIME) ? "lifetime" : null;
	}

	private String text(List<LiveEvent> events) {
		StringBuilder text = new StringBuilder();
		events.forEach((event) -> text.append(event(event.name(), event.data())));
		this.silent = events.isEmpty() ? this.silent + 1 : 0;
		if (this.silent == SILENT || this.samples == 1 && events.isEmpty()) {
			this.silent = 0;
			text.append(": nothing changed\n\n");
		}
		return text.toString();
	}

	private String event(String name, Object data) {
		return "event: " + name + "\nid: " + this.view.position() + "\ndata: " + ConsoleJson.text(data) + "\n\n";
	}

	/**
	 * Returns whether the last part was the end of the stream.
	 * @return {@code true} if so
	 */
	public boolean isOver() {
		return this.over;
	}

	/** Counts the stream out; has no effect when called again. */
	@Override
	public void close() {
		if (this.open.compareAndSet(true, false)) {
			this.closed.run();
		}
	}

}
