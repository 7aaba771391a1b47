package io.github.taskhost.benchmarks;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.benchmarks.Application.Part;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

/**
 * Tasks of hosts in applications with parts of the starter.
 */
final class SpringTasks {

	private SpringTasks() {
	}

	static Contender withEventListener() {
		ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE, List.of(Part.EVENTS),
				Listener.class);
		LongAdder received = context.getBean(Listener.class).received;
		return new HostTasks("host, one `@EventListener`", host(context), received, context::close, false);
	}

	static Contender with(String name, Part part) {
		ConfigurableApplicationContext context = Application.start(WebApplicationType.NONE, List.of(part));
		return new HostTasks(name, host(context), null, context::close, false);
	}

	private static LocalBackgroundTaskHost host(ConfigurableApplicationContext context) {
		return context.getBean(LocalBackgroundTaskHost.class);
	}

	static class Listener {

		private final LongAdder received = new LongAdder();

		@EventListener
		void onEvent(BackgroundTaskEvent event) {
			HostTasks.count(event, this.received);
		}

	}

}
