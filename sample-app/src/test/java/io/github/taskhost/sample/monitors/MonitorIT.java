package io.github.taskhost.sample.monitors;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.test.autoconfigure.AutoConfigureTaskhost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.demo.enabled=false", "spring.datasource.url=jdbc:h2:mem:monitors;DB_CLOSE_DELAY=-1" })
@AutoConfigureTaskhost
class MonitorIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private TestTime time;

	private final AtomicReference<String> body = new AtomicReference<>("one");

	private HttpServer watched;

	private SampleClient client;

	@BeforeEach
	void serve() throws Exception {
		this.client = new SampleClient(this.port);
		this.watched = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.watched.createContext("/", (exchange) -> {
			byte[] bytes = this.body.get().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, bytes.length);
			exchange.getResponseBody().write(bytes);
			exchange.close();
		});
		this.watched.start();
	}

	@AfterEach
	void stop() {
		this.client.delete("/sessions/watch");
		this.watched.stop(0);
	}

	private Answer start() throws Exception {
		Answer answer = this.client.post("/sessions/watch/monitors",
				"{\"url\":\"http://127.0.0.1:" + this.watched.getAddress().getPort() + "/\",\"every\":\"PT1M\"}");
		assertThat(answer.status()).isEqualTo(201);
		this.host.awaitIdle(TIMEOUT);
		return answer;
	}

	private void passAMinute() throws Exception {
		this.time.advance(Duration.ofMinutes(1));
		this.host.awaitIdle(TIMEOUT);
	}

	private JsonNode seen(Answer started) throws Exception {
		return this.client.get(started.header("Location")).json();
	}

	@Test
	void monitorProbesAtOnceAndThenEachMinute() throws Exception {
		Answer started = start();
		assertThat(this.host.listManaged("watch")).hasSize(1);
		passAMinute();
		passAMinute();
		assertThat(this.host.listManaged("watch")).hasSize(3).allSatisfy((run) -> {
			assertThat(run.kind()).isEqualTo("monitor");
			assertThat(run.displayName()).startsWith("Monitor of http://127.0.0.1:");
		});
		assertThat(seen(started).get("runs").asInt()).isEqualTo(3);
		assertThat(seen(started).get("next").get(0).asString())
			.isEqualTo(this.time.instant().plus(Duration.ofMinutes(1)).toString());
	}

	@Test
	void runComparesItsResponseWithThatOfTheRunBefore() throws Exception {
		Answer started = start();
		passAMinute();
		assertThat(seen(started).get("last").asString()).isEqualTo("HTTP 200; changes: 0");
		this.body.set("two");
		passAMinute();
		assertThat(seen(started).get("last").asString()).isEqualTo("HTTP 200; changes: 1");
		passAMinute();
		assertThat(seen(started).get("last").asString()).isEqualTo("HTTP 200; changes: 1");
	}

	@Test
	void stoppedMonitorRunsNoMore() throws Exception {
		Answer started = start();
		assertThat(this.client.get("/sessions/watch/monitors").json().findValuesAsString("id"))
			.containsExactly(started.json().get("id").asString());
		assertThat(this.client.delete(started.header("Location")).status()).isEqualTo(204);
		passAMinute();
		assertThat(this.host.listManaged("watch")).hasSize(1);
		assertThat(this.client.get("/sessions/watch/monitors").json()).isEmpty();
	}

	@Test
	void unknownMonitorIsAProblemWithTheReason() throws Exception {
		Answer answer = this.client.delete("/sessions/watch/monitors/none");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().get("detail").asString()).contains("watch", "none");
	}

	@Test
	void closeOfTheSessionEndsItsMonitors() throws Exception {
		start();
		assertThat(this.client.delete("/sessions/watch").status()).isEqualTo(200);
		assertThat(this.client.get("/sessions/watch/monitors").json()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/", "http://10.0.0.1/", "ftp://localhost/", "http://localhost@evil/",
			"http://169.254.169.254/", "/relative" })
	void monitorOfAnotherMachineIsRefused(String url) throws Exception {
		Answer answer = this.client.post("/sessions/watch/monitors", "{\"url\":\"" + url + "\",\"every\":\"PT2S\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(this.client.get("/sessions/watch/monitors").json()).isEmpty();
	}

	@Test
	void monitorWithATooShortIntervalIsRefused() throws Exception {
		Answer answer = this.client.post("/sessions/watch/monitors",
				"{\"url\":\"http://localhost/\",\"every\":\"PT0.001S\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("PT1S to PT1H");
	}

	@Test
	void monitorWithoutAnIntervalIsRefusedWithAnExample() throws Exception {
		Answer answer = this.client.post("/sessions/watch/monitors", "{\"url\":\"http://localhost/\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("PT2S");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"every\":\"soon\",\"url\":\"http://localhost/\"}" })
	void unreadableBodyIsAProblem(String text) throws Exception {
		Answer answer = this.client.post("/sessions/watch/monitors", text);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

}
