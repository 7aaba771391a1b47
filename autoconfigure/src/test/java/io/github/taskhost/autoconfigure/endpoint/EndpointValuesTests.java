package io.github.taskhost.autoconfigure.endpoint;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the size of pages, and for values that are large, exact or unreadable.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EndpointValuesTests {

	private static final int MAX_PAGE = 8192;

	private static final JsonPayload LARGE = new JsonPayload("\"" + "x".repeat(100_000) + "\"");

	private ConfigurableApplicationContext application;

	private BackgroundTaskHost host;

	private EndpointClient client;

	@BeforeAll
	void start() {
		this.application = application();
		this.host = this.application.getBean(BackgroundTaskHost.class);
		this.client = new EndpointClient(this.application);
	}

	private static ConfigurableApplicationContext application(Class<?>... parts) {
		return new SpringApplicationBuilder(ServletBackgroundTasksEndpointTests.Application.class).sources(parts)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks",
					"management.endpoint.backgroundtasks.show-values=always",
					"management.endpoint.backgroundtasks.max-page-size=8KB", "taskhost.shutdown.grace-period=1s")
			.run();
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void listHasTheSizesOfValuesAndTheDetailHasTheValues() throws Exception {
		String session = newSession();
		String id = "t-" + session;
		this.host.registerExternal(session,
				BackgroundTaskRegistration.ofKind("large").id(id).input(new JsonPayload("{\"a\":1}")).build(), null);
		TaskReporter reporter = this.host.reporter(session, id);
		reporter.result("x".repeat(100_000));
		reporter.ask(InputRequest.of("k", "Go on?").withExpected(new JsonPayload("true")));
		JsonNode open = this.client.get("?session=" + session).json().path("tasks").path(0);
		assertThat(open.path("inputRequest").path("expectedSize").asInt()).isEqualTo(4);
		assertThat(this.client.get("/" + id).json().path("inputRequest").path("expected").asBoolean()).isTrue();
		reporter.fail(new TaskFailure(FailureKind.REPORTED, "java.io.IOException", "no answer"));
		JsonNode entry = this.client.get("?session=" + session).json().path("tasks").path(0);
		assertThat(entry.path("inputSize").asInt()).isEqualTo(7);
		assertThat(entry.path("result").path("valueSize").asInt()).isEqualTo(LARGE.text().length());
		assertThat(entry.path("failure").path("messageSize").asInt()).isEqualTo(9);
		assertThat(entry.path("failure").path("type").asString()).isEqualTo("java.io.IOException");
		assertThat(entry.has("input")).isFalse();
		assertThat(entry.path("result").has("value")).isFalse();
		JsonNode detail = this.client.get("/" + id).json();
		assertThat(detail.path("input")).hasToString("{\"a\":1}");
		assertThat(detail.path("result").path("value").asString()).hasSize(100_000);
		assertThat(detail.path("failure").path("message").asString()).isEqualTo("no answer");
	}

	@Test
	void reasonOfAnOmittedResultIsListed() throws Exception {
		String session = newSession();
		this.host.session(session)
			.spawn(BackgroundTaskRegistration.ofKind("large").id("t1").build(), (body) -> BigInteger.TEN.pow(1000))
			.await(Duration.ofSeconds(30));
		assertThat(this.client.get("?session=" + session)
			.json()
			.path("tasks")
			.path(0)
			.path("result")
			.path("omitted")
			.asString()).contains("has a number that is too long");
	}

	@Test
	void childrenAreShownAsInAList() throws Exception {
		String session = newSession();
		TaskSession tasks = this.host.session(session);
		tasks.spawn(BackgroundTaskRegistration.ofKind("family").id("parent-" + session).build(), (body) -> {
			body.spawnChild(BackgroundTaskRegistration.ofKind("family").input(LARGE).build(), (child) -> "done")
				.await(Duration.ofSeconds(30));
			return "done";
		}).await(Duration.ofSeconds(30));
		JsonNode children = this.client.get("/parent-" + session).json().path("children");
		assertThat(children.size()).isEqualTo(1);
		assertThat(children.path(0).path("inputSize").asInt()).isEqualTo(LARGE.text().length());
	}

	@Test
	void pagesAreBoundedInBytesAndLeadToAllTasks() throws Exception {
		String session = newSession();
		List<String> ids = IntStream.range(0, 60).mapToObj((i) -> "t" + i).toList();
		ids.forEach((id) -> this.host.register(session,
				BackgroundTaskRegistration.ofKind("paged").id(id).displayName("x".repeat(128)).input(LARGE).build()));
		List<String> seen = new ArrayList<>();
		int pages = 0;
		String next = null;
		do {
			Answer page = page(session, next);
			assertThat(page.json().path("tasks").toString().getBytes(StandardCharsets.UTF_8).length)
				.isLessThanOrEqualTo(MAX_PAGE + 128);
			page.json().path("tasks").valueStream().forEach((task) -> seen.add(task.path("id").asString()));
			next = page.json().path("next").asString(null);
			pages++;
		}
		while (next != null);
		assertThat(seen).isEqualTo(ids);
		assertThat(pages).isGreaterThan(2);
	}

	@Test
	void taskThatIsLargerThanAPageIsListedAlone() throws Exception {
		String session = newSession();
		for (String id : List.of("t1", "t2")) {
			this.host.register(session, BackgroundTaskRegistration.ofKind("paged").id(id).build());
			TaskReporter reporter = this.host.reporter(session, id);
			reporter.status("€".repeat(512));
			reporter.summary("€".repeat(512));
			reporter.ask(InputRequest.of("k", "€".repeat(2000)));
		}
		Answer first = page(session, null);
		Answer second = page(session, first.json().path("next").asString(null));
		assertThat(first.json().at("/tasks/0/id").asString()).isEqualTo("t1");
		assertThat(first.json().path("tasks").size()).isEqualTo(1);
		assertThat(second.json().at("/tasks/0/id").asString()).isEqualTo("t2");
	}

	@Test
	void digitsOfNumbersAreShown() throws Exception {
		String id = "exact-" + UUID.randomUUID();
		this.host.register("s1",
				BackgroundTaskRegistration.ofKind("exact")
					.id(id)
					.input(new JsonPayload("[12345678901234567890.12,1.10,0.30]"))
					.build());
		assertThat(this.client.get("/" + id).body()).contains("[12345678901234567890.12,1.10,0.30]");
	}

	/** A codec of the application may let any payload pass. */
	@Test
	void unreadableValuesAreLeftOutWithTheReason() throws Exception {
		try (ConfigurableApplicationContext careless = application(CarelessCodec.class)) {
			EndpointClient carelessClient = new EndpointClient(careless);
			BackgroundTaskHost carelessHost = careless.getBean(BackgroundTaskHost.class);
			List<String> broken = List.of("{broken", "", "1" + "0".repeat(2000), "{\"" + "k".repeat(60_000) + "\":1}",
					"[".repeat(2000), "NaN", "1e99999999999");
			for (int i = 0; i < broken.size(); i++) {
				JsonPayload payload = new JsonPayload(broken.get(i));
				carelessHost.session("s1")
					.spawn(BackgroundTaskRegistration.ofKind("broken").id("t" + i).input(payload).build(),
							(body) -> payload)
					.await(Duration.ofSeconds(30));
				assertThat(carelessClient.get("/t" + i).status()).isEqualTo(200);
			}
			Answer list = carelessClient.get("?session=s1");
			assertThat(list.status()).isEqualTo(200);
			assertThat(list.json().path("tasks").size()).isEqualTo(broken.size());
			assertThat(carelessClient.get("/t0").json().at("/result/value/omitted").asString())
				.contains("cannot be read as JSON");
		}
	}

	private static String newSession() {
		return "session-" + UUID.randomUUID();
	}

	private Answer page(String session, @Nullable String after) throws Exception {
		return this.client.get("?limit=200&session=" + session + ((after != null) ? "&after=" + after : ""));
	}

	/** A codec that checks nothing. */
	@Configuration(proxyBeanMethods = false)
	static class CarelessCodec {

		@Bean
		PayloadCodec carelessCodec() {
			return (value) -> TaskResult.of((JsonPayload) value);
		}

	}

}
