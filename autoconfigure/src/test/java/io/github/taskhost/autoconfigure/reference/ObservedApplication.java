package io.github.taskhost.autoconfigure.reference;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskRetryPolicy;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A running web application with Actuator and metrics, on a random port.
 */
final class ObservedApplication implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ConfigurableApplicationContext context;

	private ObservedApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static ObservedApplication start(String... properties) {
		return new ObservedApplication(new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "management.endpoints.web.exposure.include=*",
					"management.endpoint.backgroundtasks.access=unrestricted",
					"management.endpoint.health.show-details=always", "taskhost.limits.hidden-tasks=1")
			.properties(properties)
			.run());
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	BackgroundTaskHost host() {
		return this.context.getBean(BackgroundTaskHost.class);
	}

	/** Creates tasks for the meters that are registered on first use. */
	void work() throws Exception {
		host().session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("import")
				.retry(TaskRetryPolicy.ofMaxAttempts(2).withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10)))
				.build(), (body) -> {
					throw new IllegalStateException("no luck");
				})
			.await(PATIENCE);
		host().register("s1", BackgroundTaskRegistration.ofKind("import").id("pending").build());
		host().registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("waiting").build(), null);
		host().markLiveState("s1", "waiting", BackgroundTaskState.WAITING);
		host().spawnHidden("s1", "hidden", new CountDownLatch(1)::await);
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> host().spawnHidden("s1", "refused", () -> {
			}));
	}

	/** Returns the type and the tags of each meter, by its name. */
	Map<String, String> meters() {
		Map<String, String> meters = new TreeMap<>();
		for (Meter meter : this.context.getBean(MeterRegistry.class).getMeters()) {
			Meter.Id id = meter.getId();
			if (id.getName().startsWith("taskhost.")) {
				assertThat(id.getDescription()).as("description of %s", id).isNotBlank();
				assertThat(id.getBaseUnit()).as("unit of %s", id).isNotBlank();
				String shape = ReferencePage.shape(id.getType().name(), tagsOf(id));
				assertThat(meters.put(id.getName(), shape)).as("type and tags of %s", id.getName()).isIn(null, shape);
			}
		}
		return meters;
	}

	/** Returns the method and the path of each operation of the endpoint. */
	List<String> operations() {
		return this.context.getBean(WebEndpointsSupplier.class)
			.getEndpoints()
			.stream()
			.filter((endpoint) -> endpoint.getEndpointId().toString().equals("backgroundtasks"))
			.flatMap((endpoint) -> endpoint.getOperations().stream())
			.map((operation) -> operation.getRequestPredicate().getHttpMethod() + " /actuator/"
					+ operation.getRequestPredicate().getPath())
			.toList();
	}

	private static Set<String> tagsOf(Meter.Id id) {
		Set<String> tags = new TreeSet<>();
		id.getTags().stream().map(Tag::getKey).forEach(tags::add);
		return tags;
	}

	String get(String path) throws Exception {
		URI uri = URI
			.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
		try (HttpClient client = HttpClient.newHttpClient()) {
			HttpResponse<String> response = client.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
					HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			return response.body();
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
