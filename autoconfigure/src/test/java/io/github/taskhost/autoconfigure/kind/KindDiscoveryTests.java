package io.github.taskhost.autoconfigure.kind;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for when methods with {@link BackgroundTaskKind} become kinds.
 */
class KindDiscoveryTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@Test
	void declaredTypeMayHideTheMethod() {
		this.contexts.withBean("first", NeedsHost.class)
			.withUserConfiguration(Hidden.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1"));
	}

	@Test
	void hiddenMethodAndOtherMethodOfItsKindStopTheStart() {
		this.contexts.withBean("first", NeedsHost.class)
			.withBean("second", Kinds.Counter.class)
			.withUserConfiguration(Hidden.class)
			.run((context) -> assertThat(Kinds.failure(context)).isInstanceOfSatisfying(
					DuplicateTaskKindException.class,
					(ex) -> assertThat(ex.definitions()).map(Object::toString)
						.anyMatch((text) -> text.endsWith("of bean 'second'"))
						.anyMatch((text) -> text.endsWith("of bean 'hidden'"))));
	}

	@Test
	void allKindsAreKnownToLifecycleBeans() {
		this.contexts.withBean(EarlyLifecycle.class)
			.withUserConfiguration(Hidden.class)
			.run((context) -> assertThat(
					context.getBean(EarlyLifecycle.class).submitted.await(Duration.ofSeconds(30)).state())
				.isEqualTo(BackgroundTaskState.COMPLETED));
	}

	@Test
	void declaredKindsAreKnownToBeansThatInitialize() {
		this.contexts.withBean("early", EarlyBean.class).withBean("late", Kinds.Counter.class).run((context) -> {
			assertThat(context).hasNotFailed();
			EarlyBean early = context.getBean(EarlyBean.class);
			assertThat(early.initialized.await(Duration.ofSeconds(30)).state())
				.isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(early.instantiated.await(Duration.ofSeconds(30)).state())
				.isEqualTo(BackgroundTaskState.COMPLETED);
		});
	}

	@Test
	void taskOfAHiddenKindBeforeItIsKnownStopsTheStart() {
		this.contexts.withBean("early", SpawnsEarly.class).withUserConfiguration(Hidden.class).run((context) -> {
			FailureAnalysis analysis = Kinds.analyze(context);
			assertThat(analysis.getDescription()).contains(Kinds.Counter.class.getName() + ".count(", "'count'");
			assertThat(analysis.getAction()).contains("return type", "'hidden'");
		});
	}

	@Test
	void kindsOfAnotherHostAreLeftAlone() {
		this.contexts.withBean("ownHost", BackgroundTaskHost.class, () -> mock())
			.withBean("counter", Kinds.Counter.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static class NeedsHost {

		NeedsHost(BackgroundTaskHost host) {
			assertThat(host).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Hidden {

		@Bean
		Object hidden() {
			return new Kinds.Counter();
		}

	}

	static class EarlyBean implements InitializingBean, SmartInitializingSingleton {

		private final BackgroundTaskHost host;

		private BackgroundTaskHandle<@Nullable Object> initialized = mock();

		private BackgroundTaskHandle<@Nullable Object> instantiated = mock();

		EarlyBean(BackgroundTaskHost host) {
			this.host = host;
		}

		@Override
		public void afterPropertiesSet() {
			this.initialized = this.host.session("chat-42").submit(TaskRequest.of("count"));
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.instantiated = this.host.session("chat-42").submit(TaskRequest.of("own"));
		}

		@BackgroundTaskKind("own")
		void run(BackgroundTaskContext context) {
			context.throwIfCancelled();
		}

	}

	static class SpawnsEarly {

		SpawnsEarly(BackgroundTaskHost host) {
			host.session("chat-42").spawn("count", (context) -> "done");
		}

	}

	static class EarlyLifecycle implements SmartLifecycle {

		private final BackgroundTaskHost host;

		private BackgroundTaskHandle<@Nullable Object> submitted = mock();

		private boolean running;

		EarlyLifecycle(BackgroundTaskHost host) {
			this.host = host;
		}

		@Override
		public void start() {
			this.running = true;
			this.submitted = this.host.session("chat-42").submit(TaskRequest.of("count"));
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
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

}
