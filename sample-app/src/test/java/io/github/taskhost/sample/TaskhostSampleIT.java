package io.github.taskhost.sample;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpServer;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.task.BackgroundTaskState;
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
		properties = { "sample.demo.enabled=false", "spring.datasource.url=jdbc:h2:mem:tasks;DB_CLOSE_DELAY=-1",
				"management.endpoint.health.show-details=always", "sample.monitors.min-every=10ms" })
class TaskhostSampleIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	private Answer startMonitor(String session) throws Exception {
		Answer answer = this.client.post("/sessions/" + session + "/monitors",
				"{\"url\":\"http://localhost:" + this.port + "/actuator/health\",\"every\":\"PT1H\"}");
		assertThat(answer.status()).isEqualTo(202);
		return answer;
	}

	@Test
	void monitorReportsChangesUntilItIsCancelled() throws Exception {
		AtomicReference<String> answer = new AtomicReference<>("one");
		HttpServer watched = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		watched.createContext("/", (exchange) -> {
			byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		watched.start();
		try (BackgroundTaskSubscription events = this.host.subscribe(BackgroundTaskFilter.all().withSession("watch"))) {
			Answer task = this.client.post("/sessions/watch/monitors",
					"{\"url\":\"http://127.0.0.1:" + watched.getAddress().getPort() + "/\",\"every\":\"PT0.05S\"}");
			assertThat(task.status()).isEqualTo(202);
			awaitStatus(events, "changes: 0");
			answer.set("two");
			awaitStatus(events, "changes: 1");
			this.client.post(task.header("Location") + "/cancel", "{}");
			assertThat(this.host.await(task.json().get("id").asString(), TIMEOUT).state())
				.isEqualTo(BackgroundTaskState.CANCELLED);
		}
		finally {
			watched.stop(0);
		}
	}

	private static void awaitStatus(BackgroundTaskSubscription events, String status) throws Exception {
		while (true) {
			BackgroundTaskEvent event = events.next(TIMEOUT).orElseThrow();
			if (String.valueOf(event.record().status()).endsWith(status)) {
				return;
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/", "http://10.0.0.1/", "ftp://localhost/", "http://localhost@evil/",
			"http://169.254.169.254/", "/relative" })
	void monitorOfAnotherMachineIsRefused(String url) throws Exception {
		Answer answer = this.client.post("/sessions/foreign/monitors", "{\"url\":\"" + url + "\",\"every\":\"PT2S\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(this.host.listManaged("foreign")).isEmpty();
	}

	@Test
	void monitorWithATooShortIntervalIsRefused() throws Exception {
		Answer answer = this.client.post("/sessions/foreign/monitors",
				"{\"url\":\"http://localhost/\",\"every\":\"PT0.001S\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("PT0.01S to PT1H");
	}

	@Test
	void monitorWithoutAnIntervalIsRefusedWithAnExample() throws Exception {
		Answer answer = this.client.post("/sessions/foreign/monitors", "{\"url\":\"http://localhost/\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("PT2S");
	}

	@Test
	void tasksOfASessionAreListedOldestFirstInPages() throws Exception {
		String first = startMonitor("list").json().get("id").asString();
		String second = startMonitor("list").json().get("id").asString();
		JsonNode all = this.client.get("/sessions/list/tasks").json();
		assertThat(all.findValuesAsString("id")).containsExactly(first, second);
		assertThat(all.get(0).get("state").asString()).isEqualTo("running");
		Answer page = this.client.get("/sessions/list/tasks?limit=1");
		assertThat(page.json().findValuesAsString("id")).containsExactly(first);
		String next = page.header("Link").replaceAll("<(.*)>; rel=\"next\"", "$1");
		assertThat(this.client.get(next).json().findValuesAsString("id")).containsExactly(second);
		this.client.delete("/sessions/list");
	}

	@Test
	void unknownTaskIsAProblemWithAReason() throws Exception {
		Answer answer = this.client.get("/sessions/nobody/tasks/nothing");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains("nobody").contains("nothing");
	}

	@Test
	void invalidSessionIsAProblemWithTheRule() throws Exception {
		Answer answer = this.client.get("/sessions/no%20blanks/tasks");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("detail").asString()).contains("session id");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"every\":\"soon\",\"url\":\"http://localhost/\"}" })
	void unreadableBodyIsAProblem(String body) throws Exception {
		Answer answer = this.client.post("/sessions/foreign/monitors", body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void sessionCannotSucceedItself() throws Exception {
		Answer answer = this.client.delete("/sessions/self?successor=self");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void closeMovesMonitorsToTheSuccessor() throws Exception {
		String id = startMonitor("leaving").json().get("id").asString();
		Answer report = this.client.delete("/sessions/leaving?successor=heir");
		assertThat(report.status()).isEqualTo(200);
		assertThat(report.json().get("transferred").get(0).asString()).isEqualTo(id);
		assertThat(this.client.get("/sessions/heir/tasks/" + id).json().get("state").asString()).isEqualTo("running");
		assertThat(this.client.get("/sessions/leaving/tasks").json()).isEmpty();
		Answer end = this.client.delete("/sessions/heir");
		assertThat(end.json().get("cancelled").get(0).asString()).isEqualTo(id);
	}

	@Test
	void operatorSeesAndCancelsATaskThroughActuator() throws Exception {
		String id = startMonitor("operated").json().get("id").asString();
		JsonNode list = this.client.get("/actuator/backgroundtasks?session=operated").json();
		assertThat(list.toString()).contains(id);
		Answer cancel = this.client.post("/actuator/backgroundtasks/" + id,
				"{\"action\":\"cancel\",\"reason\":\"by hand\"}");
		assertThat(cancel.status()).isEqualTo(200);
		assertThat(this.host.await(id, TIMEOUT).cancelReason()).isEqualTo("by hand");
	}

	@Test
	void cancelNeedsNoBody() throws Exception {
		String owned = startMonitor("brief").header("Location");
		assertThat(this.client.post(owned + "/cancel", "").status()).isEqualTo(200);
		String operated = startMonitor("brief").json().get("id").asString();
		assertThat(this.client.post("/actuator/backgroundtasks/brief/" + operated, "").status()).isEqualTo(200);
		assertThat(this.host.await(operated, TIMEOUT).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void operatorSeesTasksInPrometheusAndHealth() throws Exception {
		startMonitor("metered");
		assertThat(this.client.get("/actuator/prometheus").text()).contains("taskhost_tasks{")
			.contains("kind=\"monitor\"");
		assertThat(this.client.get("/actuator/health").json().at("/components/backgroundtasks/status").asString())
			.isEqualTo("UP");
		this.client.delete("/sessions/metered");
	}

}
