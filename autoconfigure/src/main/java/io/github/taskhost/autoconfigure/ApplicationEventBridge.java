package io.github.taskhost.autoconfigure;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes every event of the host as an application event.
 *
 * <p>
 * Starts first and stops last, so that it publishes the events of a shutdown, but none
 * while beans are destroyed: a context stops all lifecycle beans before it destroys the
 * first bean. Events of tasks that start before the listeners of the application exist
 * are held back, up to {@value HeldEvents#LIMIT}, and published at the start.
 */
final class ApplicationEventBridge implements BackgroundTaskListener, SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationEventBridge.class);

	private final ApplicationEventPublisher publisher;

	private final Supplier<BackgroundTaskMetricsRecorder> metrics;

	private final HeldEvents held = new HeldEvents();

	private final AtomicBoolean dropping = new AtomicBoolean();

	private volatile boolean running;

	ApplicationEventBridge(ApplicationEventPublisher publisher, Supplier<BackgroundTaskMetricsRecorder> metrics) {
		this.publisher = publisher;
		this.metrics = metrics;
	}

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		pass(event);
	}

	@Override
	public void onWake(SessionWake wake) {
		pass(wake);
	}

	private void pass(Object event) {
		switch (this.held.hold(event)) {
			case HELD -> {
			}
			case DROPPED -> drop();
			case RELEASED -> publish(event);
		}
	}

	private void drop() {
		this.metrics.get().eventsLost(1);
		if (this.dropping.compareAndSet(false, true)) {
			logger.warn(
					"{} events wait for the start of the application, the limit. Further ones do not reach "
							+ "@EventListener methods. Start fewer tasks before the application is ready.",
					HeldEvents.LIMIT);
		}
	}

	private void publish(Object event) {
		if (this.running) {
			try {
				this.publisher.publishEvent(event);
			}
			catch (Throwable ex) {
				this.metrics.get().listenerFailed();
				logger.error("Listener {} threw at {}. Spring skips the later @EventListener methods for this event.",
						ListenerNames.of(ex), describe(event), ex);
			}
		}
	}

	private static String describe(Object event) {
		return (event instanceof BackgroundTaskEvent task)
				? task.getClass().getSimpleName() + " of task " + task.record().id()
				: "a wake of session " + ((SessionWake) event).sessionId();
	}

	@Override
	public void start() {
		this.running = true;
		this.held.release(this::publish);
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
