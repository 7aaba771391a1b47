package io.github.taskhost.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import org.jspecify.annotations.Nullable;

/**
 * A stream of tasks to one client: the state of the tasks, then their events. When the
 * client was too slow and events were lost, it gets their number and a fresh state. The
 * subscription precedes the state, so no change is missed between them.
 */
final class TaskStream {

	private static final int PAGE = 50;

	private final BackgroundTaskHost host;

	private final BackgroundTaskFilter filter;

	private final Duration heartbeat;

	private final BackgroundTaskSubscription subscription;

	private final Runnable atEnd;

	private final SeenEvents seen = new SeenEvents();

	private final AtomicBoolean begun = new AtomicBoolean();

	private volatile boolean closed;

	/**
	 * Creates a stream.
	 * @param host the host
	 * @param request the tasks
	 * @param heartbeat the time without events after which a comment is sent
	 * @param subscription the events of the tasks; closed at the end
	 * @param atEnd called once, at the end
	 */
	TaskStream(BackgroundTaskHost host, TaskStreamRequest request, Duration heartbeat,
			BackgroundTaskSubscription subscription, Runnable atEnd) {
		this.host = host;
		this.filter = request.filter();
		this.heartbeat = heartbeat;
		this.subscription = subscription;
		this.atEnd = atEnd;
		this.seen.add(request.lastEventId());
	}

	/**
	 * Sends until the subscription ends: because the client has gone, or because the host
	 * shuts down. Does nothing after {@link #close()}.
	 * @param outlet the connection to the client
	 * @throws IOException if the client has gone
	 * @throws InterruptedException if the thread is interrupted
	 */
	void sendTo(Outlet outlet) throws IOException, InterruptedException {
		if (!this.begun.compareAndSet(false, true)) {
			return;
		}
		try (this.subscription) {
			sendState(outlet);
			while (!this.closed && !this.subscription.isEnded()) {
				sendNext(outlet);
			}
		}
		finally {
			this.atEnd.run();
		}
	}

	private void sendState(Outlet outlet) throws IOException, InterruptedException {
		@Nullable String after = null;
		boolean first = true;
		do {
			BackgroundTaskPage page = this.host.list(this.filter, PAGE, after);
			after = page.next();
			page.records().forEach(this.seen::add);
			outlet.send(StreamPart.of(new TaskStreamState(first, after == null, page.records())));
			first = false;
		}
		while (after != null && !this.closed);
	}

	private void sendNext(Outlet outlet) throws IOException, InterruptedException {
		Optional<BackgroundTaskEvent> next = this.subscription.next(this.heartbeat);
		long lost = this.subscription.takeLost();
		if (lost > 0) {
			outlet.send(StreamPart.lost(lost));
			sendState(outlet);
		}
		if (next.isPresent()) {
			sendIfNew(next.get(), outlet);
		}
		else if (!this.subscription.isEnded()) {
			this.seen.clear();
			outlet.send(StreamPart.HEARTBEAT);
		}
	}

	private void sendIfNew(BackgroundTaskEvent event, Outlet outlet) throws IOException, InterruptedException {
		if (this.seen.isNew(event)) {
			outlet.send(StreamPart.of(event));
		}
	}

	/** Ends the stream, because the client has gone. Has no effect on an ended one. */
	void close() {
		this.closed = true;
		this.subscription.close();
		if (this.begun.compareAndSet(false, true)) {
			this.atEnd.run();
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	/** The connection to a client. */
	@FunctionalInterface
	interface Outlet {

		/**
		 * Sends a part, waiting for a client that is slow.
		 * @throws IOException if the client has gone
		 * @throws InterruptedException if the thread is interrupted
		 */
		void send(StreamPart part) throws IOException, InterruptedException;

	}

}
