package io.github.taskhost.sample.web;

import java.io.IOException;
import java.time.Duration;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskSubscription;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the events of a subscription as server-sent events, on a virtual thread. Ends
 * when the client disconnects or when the subscription ends, which the host does before
 * the application closes.
 */
final class EventStream implements Runnable {

	private final BackgroundTaskSubscription subscription;

	private final Duration heartbeat;

	private final Runnable atEnd;

	private final SseEmitter emitter = new SseEmitter(0L);

	private EventStream(BackgroundTaskSubscription subscription, Duration heartbeat, Runnable atEnd) {
		this.subscription = subscription;
		this.heartbeat = heartbeat;
		this.atEnd = atEnd;
	}

	/**
	 * Starts a stream.
	 * @param subscription the events; closed when the stream ends
	 * @param heartbeat the time without events after which a comment is sent
	 * @param atEnd called once, when the stream has ended
	 */
	static SseEmitter open(BackgroundTaskSubscription subscription, Duration heartbeat, Runnable atEnd) {
		EventStream stream = new EventStream(subscription, heartbeat, atEnd);
		stream.emitter.onCompletion(subscription::close);
		stream.emitter.onError((ex) -> subscription.close());
		Thread.ofVirtual().name("event-stream").start(stream);
		return stream.emitter;
	}

	@Override
	public void run() {
		try (this.subscription) {
			this.emitter.send(SseEmitter.event().comment("subscribed"));
			while (!this.subscription.isEnded()) {
				sendNext();
			}
			this.emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// The client has disconnected.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.atEnd.run();
		}
	}

	private void sendNext() throws IOException, InterruptedException {
		BackgroundTaskEvent event = this.subscription.next(this.heartbeat).orElse(null);
		long lost = this.subscription.takeLost();
		if (lost > 0) {
			this.emitter.send(SseEmitter.event().name("lost").data(lost));
		}
		if (event != null) {
			this.emitter.send(SseEmitter.event().data(event, MediaType.APPLICATION_JSON));
		}
		else {
			// Only a failing write shows that the client has disconnected.
			this.emitter.send(SseEmitter.event().comment("still here"));
		}
	}

}
