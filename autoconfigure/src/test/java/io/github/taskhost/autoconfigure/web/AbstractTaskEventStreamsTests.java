package io.github.taskhost.autoconfigure.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.autoconfigure.web.SseClient.Event;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for streams of events over HTTP, on any web server.
 */
@Timeout(90)
abstract class AbstractTaskEventStreamsTests {

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private BackgroundTaskHost host;

	abstract Class<?> application();

	abstract WebApplicationType type();

	private void run(String... properties) {
		this.context = new SpringApplicationBuilder(application()).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"taskhost.shutdown.grace-period=1s")
			.properties(properties)
			.run();
		this.host = this.context.getBean(BackgroundTaskHost.class);
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.http.shutdownNow();
	}

	@Test
	void streamHasTheStateAndThenTheEventsOfTheSession() throws Exception {
		run();
		BackgroundTaskRecord task = register("chat-42", "orders");
		try (SseClient client = open("chat-42")) {
			assertThat(client.status()).isEqualTo(200);
			assertThat(client.contentType()).startsWith("text/event-stream");
			Event state = client.next();
			assertThat(state.name()).isEqualTo("state");
			assertThat(state.ids()).containsExactly("orders");
			assertThat(state.json().path("first").asBoolean()).isTrue();
			assertThat(state.json().path("last").asBoolean()).isTrue();
			assertThat(state.json().path("records").path(0).path("state").asString()).isEqualTo("running");
			register("chat-43", "other");
			this.host.reporter("chat-42", "orders").complete("done");
			Event completed = client.next();
			assertThat(completed.name()).isEqualTo("completed");
			assertThat(completed.id()).isEqualTo(task.uid() + ":2");
			assertThat(completed.json().path("type").asString()).isEqualTo("completed");
			assertThat(completed.json().path("record").path("summary").asString()).isEqualTo("done");
		}
	}

	@Test
	void reconnectBeginsWithAFreshState() throws Exception {
		run();
		BackgroundTaskRecord task = register("chat-42", "orders");
		this.host.reporter("chat-42", "orders").complete("done");
		for (String last : List.of(task.uid() + ":1", "unknown")) {
			try (SseClient client = open("chat-42", "Last-Event-ID", last)) {
				Event state = client.next();
				assertThat(state.name()).isEqualTo("state");
				assertThat(state.json().path("records").path(0).path("state").asString()).isEqualTo("completed");
				register("chat-42", "next-" + last.length());
				assertThat(client.next().name()).isEqualTo("registered");
			}
		}
	}

	@Test
	void quietStreamHasComments() throws Exception {
		run("taskhost.web.streams.heartbeat=20ms");
		try (SseClient client = open("chat-42")) {
			assertThat(client.nextOrComment().name()).isEqualTo("state");
			assertThat(client.nextOrComment().comment()).isEqualTo("still here");
		}
	}

	@Test
	void streamIsCompleteWhenTheApplicationStops() throws Exception {
		run("taskhost.web.streams.heartbeat=1h");
		List<SseClient> clients = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			clients.add(open("chat-42"));
			assertThat(clients.get(i).next().name()).isEqualTo("state");
		}
		this.context.close();
		for (SseClient client : clients) {
			assertThat(client.next()).isNull();
		}
	}

	@Test
	void streamPastTheLimitIsRefusedWithAProblem() throws Exception {
		run("taskhost.web.streams.max-per-session=1", "taskhost.web.streams.max-per-caller=2");
		try (SseClient first = open("chat-42"); SseClient second = open("chat-43")) {
			assertThat(first.next().name()).isEqualTo("state");
			assertThat(second.next().name()).isEqualTo("state");
			for (String session : List.of("chat-42", "chat-44")) {
				SseClient refused = open(session);
				assertThat(refused.status()).isEqualTo(429);
				assertThat(refused.contentType()).isEqualTo("application/problem+json");
				assertThat(refused.json().path("type").asString()).endsWith("problem/too-many-streams");
			}
		}
	}

	@Test
	void placesOfLostClientsAreFreeAgain() throws Exception {
		run("taskhost.web.streams.max-per-session=1", "taskhost.limits.subscriptions=1",
				"taskhost.web.streams.heartbeat=20ms");
		for (int i = 0; i < 3; i++) {
			try (SseClient client = openWhenFree("chat-42")) {
				assertThat(client.next().name()).isEqualTo("state");
			}
		}
	}

	@Test
	void headRequestTakesNoPlace() throws Exception {
		run("taskhost.web.streams.max-per-session=1", "taskhost.web.streams.heartbeat=20ms");
		HttpRequest head = HttpRequest.newBuilder(uri("chat-42")).HEAD().build();
		assertThat(this.http.send(head, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
		try (SseClient client = openWhenFree("chat-42")) {
			assertThat(client.next().name()).isEqualTo("state");
		}
	}

	@Test
	void slowClientIsToldOfItsLossAndGetsAFreshState() throws Exception {
		run("taskhost.events.subscription-buffer=8", "taskhost.web.streams.heartbeat=1h");
		register("chat-42", "orders");
		try (SseClient client = open("chat-42")) {
			assertThat(client.next().name()).isEqualTo("state");
			postUntilEventsAreLost("chat-42", "orders");
			this.host.reporter("chat-42", "orders").complete("at last");
			Event event = client.next();
			while (!event.name().equals("lost")) {
				assertThat(event.name()).isEqualTo("message_sent");
				event = client.next();
			}
			assertThat(event.json().asLong()).isPositive();
			Event state = client.next();
			assertThat(state.name()).isEqualTo("state");
			assertThat(state.json().path("first").asBoolean()).isTrue();
			awaitEnd(client, state);
		}
	}

	@Test
	void clientThatReadsNothingDoesNotKeepTheApplicationFromStopping() throws Exception {
		run("taskhost.events.subscription-buffer=8", "spring.lifecycle.timeout-per-shutdown-phase=2s",
				"taskhost.shutdown.interrupt-wait=0s");
		register("chat-42", "orders");
		try (SseClient client = open("chat-42")) {
			assertThat(client.next().name()).isEqualTo("state");
			postUntilEventsAreLost("chat-42", "orders");
			this.context.close();
			assertThat(this.host.phase()).isEqualTo(HostPhase.STOPPED);
		}
	}

	/** The client does not read: first the buffers of the connection are filled. */
	private void postUntilEventsAreLost(String session, String id) {
		String text = "x".repeat(30_000);
		MeterRegistry meters = this.context.getBean(MeterRegistry.class);
		while (meters.get("taskhost.events.lagged").counter().count() == 0) {
			this.host.reporter(session, id).post(text);
		}
	}

	private static void awaitEnd(SseClient client, Event state) {
		Event event = state;
		while (!event.data().contains("\"summary\":\"at last\"")) {
			event = client.next();
			assertThat(event).isNotNull();
		}
	}

	@Test
	void hundredStreamsGetTheEventsOfTheirSessions() throws Exception {
		run();
		List<SseClient> clients = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			clients.add(open("chat-" + i / 10));
			assertThat(clients.get(i).next().name()).isEqualTo("state");
		}
		for (int session = 0; session < 10; session++) {
			register("chat-" + session, "task-" + session);
		}
		for (int i = 0; i < 100; i++) {
			Event event = clients.get(i).next();
			assertThat(event.name()).isEqualTo("registered");
			assertThat(event.json().path("record").path("id").asString()).isEqualTo("task-" + i / 10);
		}
		this.context.close();
		for (SseClient client : clients) {
			assertThat(client.next()).isNull();
		}
	}

	private BackgroundTaskRecord register(String session, String id) {
		return this.host.registerExternal(session, BackgroundTaskRegistration.ofKind("import").id(id).build(), null);
	}

	private SseClient open(String session, String... headers) throws IOException, InterruptedException {
		return SseClient.open(this.http, uri(session), headers);
	}

	private URI uri(String session) {
		return URI.create("http://127.0.0.1:" + port() + "/sessions/" + session + "/events");
	}

	/** A server notices a lost client when it writes. */
	private SseClient openWhenFree(String session) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> open(session), (client) -> client.status() == 200);
	}

	private int port() {
		return Integer.parseInt(this.context.getEnvironment().getRequiredProperty("local.server.port"));
	}

}
