package io.github.taskhost.autoconfigure.context;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.TaskContextPropagator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestAttributesThreadLocalAccessor;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostContextAutoConfiguration}.
 */
@Timeout(60)
class TaskhostContextAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostContextAutoConfiguration.class, TaskhostAutoConfiguration.class));

	private final ObservationRegistry observations = TestObservationRegistry.create();

	@AfterEach
	void clearThreadLocals() {
		Tenant.leave();
		RequestContextHolder.resetRequestAttributes();
	}

	/** A registry without a handler creates no observations. */
	private static ObservationRegistry observedRegistry() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler((context) -> true);
		return registry;
	}

	private static ContextConsumer<AssertableApplicationContext> withHost(HostConsumer consumer) {
		return (context) -> consumer.accept(context.getBean(BackgroundTaskHost.class));
	}

	private static <R extends @Nullable Object> R inBody(BackgroundTaskHost host, Body<R> body) throws Exception {
		BackgroundTaskHandle<R> task = host.session("chat-42").spawn("import", (context) -> body.run());
		task.await(SOON);
		return task.result();
	}

	@Test
	void observationOfTheSpawnerIsCurrentInTheBody() {
		this.contexts.withBean(ObservationRegistry.class, () -> this.observations).run(withHost((host) -> {
			Observation request = Observation.start("request", this.observations);
			try (Observation.Scope scope = request.openScope()) {
				assertThat(inBody(host, this.observations::getCurrentObservation)).isSameAs(request);
				assertThat(this.observations.getCurrentObservation()).isSameAs(request);
			}
			request.stop();
			assertThat(inBody(host, this.observations::getCurrentObservation)).isNull();
		}));
	}

	@Test
	void hiddenWorkHasTheContext() {
		this.contexts.withBean(ThreadLocalAccessor.class, Tenant::new).run(withHost((host) -> {
			Tenant.enter("acme");
			List<@Nullable String> seen = new CopyOnWriteArrayList<>();
			host.spawnHidden("chat-42", "hidden", () -> seen.add(Tenant.current()));
			host.awaitHidden("chat-42", SOON);
			assertThat(seen).containsExactly("acme");
		}));
	}

	@Test
	void accessorBeansArePropagated() {
		this.contexts.withBean(ThreadLocalAccessor.class, Tenant::new).run(withHost((host) -> {
			Tenant.enter("acme");
			assertThat(inBody(host, Tenant::current)).isEqualTo("acme");
			Tenant.leave();
			assertThat(inBody(host, Tenant::current)).isNull();
		}));
	}

	@Test
	void nothingIsPropagatedWithoutAnAccessor() {
		this.contexts.run((context) -> {
			TaskContextPropagator snapshots = context.getBean(ContextSnapshots.class);
			assertThat(snapshots.capture()).isSameAs(snapshots.capture());
			Tenant.enter("acme");
			assertThat(inBody(context.getBean(BackgroundTaskHost.class), Tenant::current)).isNull();
		});
	}

	/**
	 * The global registry has an accessor for request attributes, which must not be used.
	 */
	@Test
	void requestAttributesAreNotPropagated() {
		RequestAttributesThreadLocalAccessor accessor = new RequestAttributesThreadLocalAccessor();
		ContextRegistry.getInstance().registerThreadLocalAccessor(accessor);
		try {
			this.contexts.withBean(ThreadLocalAccessor.class, Tenant::new).run(withHost((host) -> {
				RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
				Tenant.enter("acme");
				assertThat(inBody(host, Tenant::current)).isEqualTo("acme");
				assertThat(inBody(host, RequestContextHolder::getRequestAttributes)).isNull();
			}));
		}
		finally {
			ContextRegistry.getInstance().removeThreadLocalAccessor(accessor.key());
		}
	}

	@Test
	void thousandsOfTasksDoNotMixTheirValues() {
		this.contexts.withBean(ThreadLocalAccessor.class, Tenant::new)
			.withBean(ObservationRegistry.class, TaskhostContextAutoConfigurationTests::observedRegistry)
			.withPropertyValues("taskhost.kinds.import.max-concurrent=8", "taskhost.kinds.compute.thread=platform",
					"taskhost.kinds.compute.max-concurrent=8")
			.run((context) -> {
				Many many = new Many(context.getBean(BackgroundTaskHost.class),
						context.getBean(ObservationRegistry.class));
				List<BackgroundTaskHandle<String>> tasks = IntStream.range(0, 4000).mapToObj(many::spawn).toList();
				for (int i = 0; i < tasks.size(); i++) {
					tasks.get(i).await(SOON);
					assertThat(tasks.get(i).result()).isEqualTo(Many.expected(i));
				}
			});
	}

	@Test
	void backsOffWithoutContextPropagation() {
		this.contexts.withClassLoader(new FilteredClassLoader(ContextSnapshotFactory.class))
			.withBean(ObservationRegistry.class, () -> this.observations)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(TaskContextPropagator.class);
				assertThat(inBody(context.getBean(BackgroundTaskHost.class), () -> "done")).isEqualTo("done");
			});
	}

	@Test
	void propagatesObservationsWithoutTracing() {
		this.contexts.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.withBean(ObservationRegistry.class, () -> this.observations)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(OwnAccessors.class));
	}

	@Test
	void propagatesAccessorBeansWithoutObservations() {
		this.contexts.withClassLoader(new FilteredClassLoader("io.micrometer.observation", "io.micrometer.tracing"))
			.withBean(ThreadLocalAccessor.class, Tenant::new)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(OwnAccessors.class);
				Tenant.enter("acme");
				assertThat(inBody(context.getBean(BackgroundTaskHost.class), Tenant::current)).isEqualTo("acme");
			});
	}

	@Test
	void backsOffWithoutAHost() {
		this.contexts.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskContextPropagator.class));
	}

	@FunctionalInterface
	private interface HostConsumer {

		void accept(BackgroundTaskHost host) throws Exception;

	}

	@FunctionalInterface
	private interface Body<R extends @Nullable Object> {

		R run() throws Exception;

	}

	/**
	 * Spawns tasks with a tenant and an observation each, except every third task.
	 */
	private record Many(BackgroundTaskHost host, ObservationRegistry observations) {

		static String expected(int number) {
			return (number % 3 == 0) ? "null null" : "tenant-" + number + " request-" + number;
		}

		BackgroundTaskHandle<String> spawn(int number) {
			String kind = (number % 10 == 1) ? "compute" : "import";
			if (number % 3 == 0) {
				return spawn(kind, number);
			}
			Tenant.enter("tenant-" + number);
			Observation request = Observation.start("request-" + number, this.observations);
			try (Observation.Scope scope = request.openScope()) {
				return spawn(kind, number);
			}
			finally {
				request.stop();
				Tenant.leave();
			}
		}

		private BackgroundTaskHandle<String> spawn(String kind, int number) {
			return this.host.session("s" + number % 7).spawn(kind, (context) -> {
				Observation current = this.observations.getCurrentObservation();
				String seen = Tenant.current() + " " + ((current != null) ? current.getContext().getName() : null);
				Tenant.enter("left behind");
				return seen;
			});
		}

	}

	@Test
	void accessorThatThrowsDoesNotAffectOthers() {
		this.contexts.withBean("failsToRead", ThreadLocalAccessor.class, () -> new FailingAccessor("read", true))
			.withBean("failsToSet", ThreadLocalAccessor.class, () -> new FailingAccessor("set", false))
			.withBean("tenants", ThreadLocalAccessor.class, Tenant::new)
			.run(withHost((host) -> {
				Tenant.enter("acme");
				assertThat(inBody(host, Tenant::current)).isEqualTo("acme");
			}));
	}

	/** Throws when its value is read or when it is set. */
	private record FailingAccessor(String key, boolean reading) implements ThreadLocalAccessor<String> {

		@Override
		public String getValue() {
			if (this.reading) {
				throw new IllegalStateException("no value");
			}
			return "value";
		}

		@Override
		public void setValue(String value) {
			throw new IllegalStateException("not set");
		}

		@Override
		public void setValue() {
			throw new IllegalStateException("not cleared");
		}

	}

}
