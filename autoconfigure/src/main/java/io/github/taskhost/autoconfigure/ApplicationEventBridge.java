package io.github.taskhost.autoconfigure;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes every event of the host as an application event.
 *
 * <p>
 * Starts first and stops last, so that it publishes the events of a shutdown, but none
 * while beans are destroyed: a context stops all lifecycle beans before it destroys the
 * first bean.
 */
final class ApplicationEventBridge implements BackgroundTaskListener, SmartLifecycle {

	private final ApplicationEventPublisher publisher;

	private volatile boolean running;

	ApplicationEventBridge(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		if (this.running) {
			this.publisher.publishEvent(event);
		}
	}

	@Override
	public void onWake(SessionWake wake) {
		if (this.running) {
			this.publisher.publishEvent(wake);
		}
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

}
