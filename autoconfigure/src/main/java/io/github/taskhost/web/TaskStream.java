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

	/** The lost events that the client was not told of. */
	private long lost;

	/** Whether a state was sent after a loss. */
	private boolean refreshed;

	/** The time of that state. */
	private long stateAt;

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
		while (after != null && !this.closed && !this.subscription.isEnded());
	}

	private void sendNext(Outlet outlet) throws IOException, InterruptedException {
		Optional<BackgroundTaskEvent> next = this.subscription.next((this.lost > 0) ? Duration.ZERO : this.heartbeat);
		this.lost += this.subscription.takeLost();
		if (this.lost > 0 && (next.isEmpty() || isStateDue())) {
			outlet.send(StreamPart.lost(this.lost));
			this.lost = 0;
			sendState(outlet);
			this.stateAt = System.nanoTime();
			this.refreshed = true;
		}
		else if (next.isEmpty() && !this.subscription.isEnded()) {
			outlet.send(StreamPart.HEARTBEAT);
		}
		if (next.isPresent()) {
			sendIfNew(next.get(), outlet);
		}
	}

	/**
	 * Whether a state may be sent again. While a session changes faster than its state is
	 * sent, events would be lost during each state, and the client would get states only.
	 */
	private boolean isStateDue() {
		return !this.refreshed || Duration.ofNanos(System.nanoTime() - this.stateAt).compareTo(this.heartbeat) >= 0;
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
