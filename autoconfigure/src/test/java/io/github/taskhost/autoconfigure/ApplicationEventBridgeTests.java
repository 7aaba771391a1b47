package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.WakePolicy;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ApplicationEventBridge}.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
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
	void eventsOfTasksThatStartBeforeTheListenersExistAreHeldBack() {
		this.contextRunner.withUserConfiguration(EarlyWork.class).run((context) -> {
			Listeners listeners = context.getBean(Listeners.class);
			assertThat(listeners.all).extracting((event) -> event.getClass().getSimpleName())
				.containsExactly("Registered", "Failed");
			context.getBean(BackgroundTaskHost.class).session("chat-42").spawn("import", (body) -> "done");
			assertThat(listeners.completed.await(30, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void eventsThatArriveDuringTheReleaseQueueBehindTheHeldOnes() {
		HeldEvents held = new HeldEvents();
		List<Object> published = new ArrayList<>();
		held.hold("first");
		held.hold("second");
		held.release((event) -> {
			published.add(event);
			if (event.equals("first")) {
				assertThat(held.hold("third")).isEqualTo(HeldEvents.Holding.HELD);
			}
		});
		assertThat(published).containsExactly("first", "second", "third");
		assertThat(held.hold("fourth")).isEqualTo(HeldEvents.Holding.RELEASED);
	}

	@Test
	void releaseThatDoesNotEndContinuesOnAHelper() throws Exception {
		HeldEvents held = new HeldEvents();
		held.hold(0);
		CountDownLatch over = new CountDownLatch(1);
		Thread caller = Thread.currentThread();
		held.release((event) -> {
			if (Thread.currentThread() == caller) {
				held.hold(0);
			}
			else {
				over.countDown();
			}
		});
		assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void heldEventsAreBounded() {
		List<String> lost = new CopyOnWriteArrayList<>();
		List<Object> published = new ArrayList<>();
		ApplicationEventBridge bridge = new ApplicationEventBridge(published::add,
				() -> new BackgroundTaskMetricsRecorder() {

					@Override
					public void eventsLost(long count) {
						lost.add("lost " + count);
					}

				});
		for (int i = 0; i < HeldEvents.LIMIT + 2; i++) {
			bridge.onEvent(new BackgroundTaskEvent.Registered(TestRecords.small(), i, TestRecords.after(1)));
		}
		bridge.start();
		assertThat(published).hasSize(HeldEvents.LIMIT);
		assertThat(lost).containsExactly("lost 1", "lost 1");
	}

	@Test
	void listenerThatThrowsIsNamedAndCountedAndHarmsNoListenerOfTheHost(CapturedOutput output) {
		List<BackgroundTaskEvent> isolated = new CopyOnWriteArrayList<>();
		List<String> failures = new CopyOnWriteArrayList<>();
		this.contextRunner.withUserConfiguration(ThrowingListener.class)
			.withBean("isolated", BackgroundTaskListener.class, () -> isolated::add)
			.withBean(BackgroundTaskMetricsRecorder.class, () -> new BackgroundTaskMetricsRecorder() {

				@Override
				public void listenerFailed() {
					failures.add("failed");
				}

			})
			.run((context) -> {
				BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
				host.register("chat-42", BackgroundTaskRegistration.ofKind("import").id("orders").build());
				assertThat(isolated).hasSize(1);
				assertThat(failures).hasSize(1);
				assertThat(output)
					.contains("Listener " + ThrowingListener.class.getName() + ".onRegistered threw at "
							+ "Registered of task orders")
					.contains("not today");
			});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void proxiedListenerThatThrowsIsNamed(boolean classBased) {
		ProxyFactory proxies = new ProxyFactory(new ThrowingApplicationListener());
		proxies.setProxyTargetClass(classBased);
		proxies.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
		multicaster.addApplicationListener((ApplicationListener<?>) proxies.getProxy());
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> multicaster.multicastEvent(new ContextStartedEvent(new GenericApplicationContext())))
			.satisfies((ex) -> assertThat(ListenerNames.of(ex))
				.isEqualTo(ThrowingApplicationListener.class.getName() + ".onApplicationEvent"));
	}

	@Test
	void listenerWithoutAStackTraceHasNoName() {
		assertThat(ListenerNames.of(new IllegalStateException("elsewhere"))).isEqualTo("of the application");
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

	static class ThrowingListener {

		@EventListener
		void onRegistered(BackgroundTaskEvent.Registered event) {
			throw new UnsupportedOperationException("not today");
		}

	}

	static class ThrowingApplicationListener implements ApplicationListener<ContextStartedEvent> {

		@Override
		public void onApplicationEvent(ContextStartedEvent event) {
			throw new UnsupportedOperationException("not today");
		}

	}

	/** A task that fails while the beans of the application are being created. */
	static class EarlyWork {

		EarlyWork(BackgroundTaskHost host) throws InterruptedException {
			host.session("chat-42").spawn("import", (body) -> {
				throw new UnsupportedOperationException("not today");
			}).await(Duration.ofSeconds(30));
			host.awaitIdle(Duration.ofSeconds(30));
		}

	}

}
