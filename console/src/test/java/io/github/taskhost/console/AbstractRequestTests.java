package io.github.taskhost.console;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.console.access.Client;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that the page never sends: odd paths, bad parameters, bad bodies. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractRequestTests {

	private static final String[] WRITE = { Client.CONSOLE_HEADER, "1" };

	private final WebApplicationType type;

	private RealConsole console;

	AbstractRequestTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.console = RealConsole.start(this.type, RealConsole.Nothing.class, RealConsole.OPEN);
	}

	@AfterAll
	void stop() {
		this.console.close();
	}

	private String task() {
		return record().uid().toString();
	}

	private BackgroundTaskRecord record() {
		return this.console.host()
			.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("t" + UUID.randomUUID()).build(),
					null);
	}

	@ParameterizedTest
	@CsvSource({ "/taskhost/api/session, 200", "/%74askhost/api/%73ession, 200", "/taskhost/taskhost/api/session, 404",
			"/taskhost//api/session, 404", "/taskhost/api//session, 404", "/taskhost/api/session/, 404",
			"/taskhost/api, 404", "/taskhost/api/, 404", "/taskhostapi/session, 404", "/taskhostx, 404",
			"/taskhost/index.html, 404", "/taskhost/assets/, 404", "/taskhost/assets/x/index.html, 404" })
	void pathIsTakenApartInOneWay(String path, int status) {
		assertThat(this.console.rawStatus(path)).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/taskhost/api%2Fsession", "/taskhost%2Fapi/session", "/taskhost/api%5Csession",
			"/taskhost/..%2Fapplication.properties", "//taskhost/api/session", "/taskhost/api/%zz",
			"/taskhost/api/tasks?text=%zz", "/taskhost/api/%00",
			"/taskhost/assets/%2e%2e/%2e%2e/application.properties" })
	void oddPathIsRefused(String path) {
		assertThat(this.console.rawStatus(path)).isBetween(400, 404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tasks?olderThan=PT9223372036854775807S", "tasks?olderThan=P99999999999999D",
			"tasks?olderThan=x", "tasks?after=junk", "tasks?before=junk", "tasks?limit=99999999999", "tasks?parent=x",
			"tasks?kind=%0A", "tasks?session=%0A", "tasks?failure=x", "sessions?after=%0A", "sessions?limit=-1",
			"live?once=true", "live?view=rows&newest=x&once=true", "sessions/close-preview",
			"sessions/close-preview?session=%0A", "schedules?session=%0A", "schedules?limit=-1" })
	void badParameterIsExplained(String query) {
		HttpResponse<String> refused = this.console.get("/taskhost/api/" + query);
		assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
		assertThat(RealConsole.read(refused).path("detail").asString()).isNotEmpty();
	}

	@Test
	void badPositionIsExplained() {
		String task = "/taskhost/api/tasks/" + task();
		for (String query : new String[] { "/output?after=-1", "/output?after=x", "/messages?after=x",
				"/children?after=x", "/output?limit=0" }) {
			assertThat(this.console.get(task + query).statusCode()).as(query).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{nope", "{\"a\":1} x", "nope", "{\"a\":}", "[1,", "\"", "\u0000", "{'a':1}" })
	void answerThatIsNoJsonIsExplained(String answer) {
		BackgroundTaskRecord task = record();
		this.console.host().reporter("s1", task.id()).ask(InputRequest.of("go-on", "Go on?"));
		HttpResponse<String> refused = this.console.post("/taskhost/api/tasks/" + task.uid() + "/answer",
				Map.of("key", "go-on", "number", "1", "answer", answer), WRITE);
		assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
		assertThat(RealConsole.read(refused).path("detail").asString()).isNotEmpty();
		assertThat(this.console.host().find(task.uid()).orElseThrow().inputRequest()).isNotNull();
	}

	@Test
	void badActionIsExplained() {
		String task = "/taskhost/api/tasks/" + task();
		assertThat(post(task + "/answer", Map.of())).isEqualTo(400);
		assertThat(post(task + "/answer", Map.of("key", "k", "number", "x", "answer", "1"))).isEqualTo(400);
		assertThat(post(task + "/answer", Map.of("key", "k", "answer", "1"))).isEqualTo(409);
		assertThat(post(task + "/message", Map.of())).isEqualTo(400);
		assertThat(post(task + "/explode", Map.of())).isEqualTo(404);
		assertThat(post("/taskhost/api/tasks/x/cancel", Map.of())).isEqualTo(400);
		assertThat(post("/taskhost/api/sessions/close", Map.of("session", "\n"))).isEqualTo(400);
		assertThat(post("/taskhost/api/schedules/pause", Map.of("id", "nightly"))).isEqualTo(400);
		assertThat(post("/taskhost/api/schedules/explode", Map.of("session", "s1", "id", "nightly"))).isEqualTo(404);
		assertThat(post("/taskhost/api/tasks/cancel", Map.of("until", "x", "kind", "import"))).isEqualTo(400);
		assertThat(post("/taskhost/api/tasks/cancel", Map.of("kind", "import"))).isEqualTo(400);
		assertThat(post("/taskhost/", Map.of())).isEqualTo(404);
	}

	private int post(String path, Map<String, String> form) {
		return this.console.post(path, form, WRITE).statusCode();
	}

	@Test
	void hugeBodyIsRefused() {
		String task = "/taskhost/api/tasks/" + task();
		assertThat(post(task + "/message", Map.of("text", "x".repeat(4_000_000)))).isBetween(400, 413);
	}

	@Test
	void otherMethodsAreRefused() {
		for (String method : new String[] { "PUT", "DELETE", "PATCH" }) {
			HttpResponse<String> refused = this.console.send(this.console.request("/taskhost/api/tasks")
				.method(method, BodyPublishers.noBody())
				.header(Client.CONSOLE_HEADER, "1"));
			assertThat(refused.statusCode()).as(method).isBetween(404, 405);
		}
		HttpResponse<String> head = this.console
			.send(this.console.request("/taskhost/api/session").method("HEAD", BodyPublishers.noBody()));
		assertThat(head.statusCode()).isEqualTo(200);
	}

}
