package io.github.taskhost.autoconfigure.slice;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import org.springframework.stereotype.Component;

/** A listener. */
@Component
class Ends implements BackgroundTaskListener {

	final AtomicInteger events = new AtomicInteger();

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		this.events.incrementAndGet();
	}

}
