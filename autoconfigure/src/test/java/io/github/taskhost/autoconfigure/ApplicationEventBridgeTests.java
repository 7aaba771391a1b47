package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.WakePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationEventBridge}.
 */
@Timeout(60)
class ApplicationEventBridgeTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostEventsAutoConfiguration.class,
				TaskhostShutdownAutoConfiguration.class))
		.withUserConfiguration(Listeners.class)
		.withPropertyValues("taskhost.shutdown.grace-period=100ms", "taskhost.shutdown.interrupt-wait=100ms");

	@Test
	void listenersOfTheRootTypeAndOfASubtypeAreNotified() {
		this.contextRunner.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			host.session("chat-42").spawn("import", (body) -> "done");
			assertThat(listeners.completed.await(30, TimeUnit.SECONDS)).isTrue();
			host.awaitIdle(Duration.ofSeconds(30));
			assertThat(listeners.all).extracting(Object::getClass)
				.extracting(Class::getSimpleName)
				.containsExactly("Registered", "Completed");
		});
	}

	@Test
	void wakesArePublished() {
		Queue<SessionWake> wakes = new ConcurrentLinkedQueue<>();
		this.contextRunner
			.withInitializer((context) -> context
				.addApplicationListener((PayloadApplicationEvent<SessionWake> event) -> wakes.add(event.getPayload())))
			.run((context) -> {
				BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
				host.session("chat-42")
					.spawn(BackgroundTaskRegistration.ofKind("import").wakePolicy(WakePolicy.ON_TERMINAL).build(),
							(body) -> "done");
				host.awaitIdle(Duration.ofSeconds(30));
				assertThat(wakes).containsExactlyElementsOf(host.session("chat-42").drainWakes().wakes()).hasSize(1);
			});
	}

	@Test
	void eventsArePublishedDuringTheShutdownAndNotAfterIt() {
		this.contextRunner.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			ApplicationEventBridge bridge = context.getBean(ApplicationEventBridge.class);
			context.getBean(BackgroundTaskHost.class).session("chat-42").spawn("import", (body) -> {
				body.sleep(Duration.ofDays(1));
				return "done";
			});
			context.close();
			assertThat(listeners.all).anyMatch(BackgroundTaskEvent.CancelRequested.class::isInstance);
			int published = listeners.all.size();
			bridge.onEvent(new BackgroundTaskEvent.Registered(TestRecords.small(), 1, TestRecords.after(1)));
			assertThat(listeners.all).hasSize(published);
			assertThat(listeners.afterDestruction).isEmpty();
		});
	}

	@Test
	void nothingIsPublishedForABodyThatOutlivesTheContext() {
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		this.contextRunner.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			context.getBean(BackgroundTaskHost.class).session("chat-42").spawn("import", (body) -> {
				awaitUninterruptibly(release);
				body.status("still here");
				ended.countDown();
				return "done";
			});
			context.close();
			release.countDown();
			assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(listeners.afterDestruction).isEmpty();
		});
	}

	@Test
	void restartedContextPublishesEvents() {
		this.contextRunner.run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			context.getSourceApplicationContext().stop();
			context.getSourceApplicationContext().start();
			context.getBean(BackgroundTaskHost.class).session("chat-42").spawn("import", (body) -> "done");
			assertThat(listeners.completed.await(30, TimeUnit.SECONDS)).isTrue();
		});
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean released = false;
		while (!released) {
			try {
				latch.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// A body that ignores interrupts.
			}
		}
	}

	static class Listeners implements DisposableBean {

		private final List<BackgroundTaskEvent> all = new CopyOnWriteArrayList<>();

		private final List<BackgroundTaskEvent> afterDestruction = new CopyOnWriteArrayList<>();

		private final CountDownLatch completed = new CountDownLatch(1);

		private volatile boolean destroyed;

		@EventListener
		void onAny(BackgroundTaskEvent event) {
			(this.destroyed ? this.afterDestruction : this.all).add(event);
		}

		@EventListener
		void onCompleted(BackgroundTaskEvent.Completed event) {
			this.completed.countDown();
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

}
