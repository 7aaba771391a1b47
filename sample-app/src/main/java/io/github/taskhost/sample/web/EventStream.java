package io.github.taskhost.sample.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskEvent;
import io.github.taskhost.BackgroundTaskSubscription;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the events of a subscription to a browser, on a virtual thread of its own, until
 * the browser goes or the subscription ends: the host ends it before the application
 * closes.
 */
final class EventStream implements Runnable {

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private final BackgroundTaskSubscription subscription;

	private final SseEmitter emitter = new SseEmitter(0L);

	private EventStream(BackgroundTaskSubscription subscription) {
		this.subscription = subscription;
	}

	static SseEmitter open(BackgroundTaskSubscription subscription) {
		EventStream stream = new EventStream(subscription);
		stream.emitter.onCompletion(subscription::close);
		stream.emitter.onError((ex) -> subscription.close());
		Thread.ofVirtual().name("event-stream-", 0).start(stream);
		return stream.emitter;
	}

	@Override
	public void run() {
		try (this.subscription) {
			this.emitter.send(SseEmitter.event().comment("subscribed"));
			while (!this.subscription.isEnded()) {
				send(this.subscription.next(HEARTBEAT));
			}
			this.emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// the browser has gone
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void send(Optional<BackgroundTaskEvent> event) throws IOException {
		long lost = this.subscription.takeLost();
		if (lost > 0) {
			this.emitter.send(SseEmitter.event().name("lost").data(lost));
		}
		if (event.isPresent()) {
			this.emitter.send(SseEmitter.event().data(event.get(), MediaType.APPLICATION_JSON));
		}
		else if (!this.subscription.isEnded()) {
			this.emitter.send(SseEmitter.event().comment("still here"));
		}
	}

}
