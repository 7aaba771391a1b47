package io.github.taskhost.autoconfigure.endpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for pages of the messages, the output and the children of a task over HTTP, on
 * any web server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractTaskPartsTests {

	private static final int MAX_PAGE = 16_384;

	private ConfigurableApplicationContext application;

	private BackgroundTaskHost host;

	private EndpointClient client;

	abstract Class<?> application();

	abstract WebApplicationType type();

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(application(), Parts.class).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks", "taskhost.output.retained=200",
					"management.endpoint.backgroundtasks.max-page-size=16KB",
					"management.endpoint.backgroundtasks.show-values=always", "taskhost.shutdown.grace-period=1s")
			.run();
		this.host = this.application.getBean(BackgroundTaskHost.class);
		this.client = new EndpointClient(this.application);
	}

	@AfterAll
	void stop() {
		this.application.close();
	}

	@Test
	void pagesLeadToAllMessages() throws Exception {
		TaskReporter task = reporter();
		List<String> texts = IntStream.rangeClosed(1, 120).mapToObj((i) -> "message " + i).toList();
		texts.forEach(task::post);
		assertThat(page(task, "messages", null, null).path("messages").size()).isEqualTo(50);
		assertThat(collect(task, "messages", "/parts/0/text", "limit=7")).isEqualTo(texts);
	}

	@Test
	void pagesLeadToAllLines() throws Exception {
		TaskReporter task = reporter();
		List<String> texts = IntStream.rangeClosed(1, 120).mapToObj((i) -> "line " + i).toList();
		texts.forEach((text) -> task.output("stdout", text));
		JsonNode first = page(task, "output", null, null);
		assertThat(first.path("lines").size()).isEqualTo(50);
		assertThat(first.at("/lines/49/position").asInt()).isEqualTo(50);
		assertThat(first.at("/lines/49/stream").asString()).isEqualTo("stdout");
		assertThat(first.path("next").asInt()).isEqualTo(50);
		assertThat(first.path("dropped").asInt()).isZero();
		assertThat(first.path("ended").asBoolean(true)).isFalse();
		assertThat(collect(task, "output", "/text", "limit=7")).isEqualTo(texts);
	}

	@Test
	void pagesAreBoundedInBytes() throws Exception {
		TaskReporter task = reporter();
		List<String> texts = IntStream.rangeClosed(1, 30).mapToObj((i) -> "€".repeat(300) + i).toList();
		texts.forEach((text) -> {
			task.post(text);
			task.output("stdout", text);
		});
		task.complete("done");
		assertThat(collect(task, "messages", "/parts/0/text", "limit=200")).isEqualTo(texts);
		assertThat(collect(task, "output", "/text", "limit=200")).isEqualTo(texts);
		JsonNode first = page(task, "output", null, "limit=200");
		assertThat(first.path("lines").size()).isBetween(2, 20);
		assertThat(first.path("ended").asBoolean(true)).isFalse();
		assertThat(page(task, "output", "29", null).path("ended").asBoolean()).isTrue();
	}

	@Test
	void lineThatIsLargerThanAPageIsAlone() throws Exception {
		TaskReporter task = reporter();
		task.post("€".repeat(6000));
		task.post("short");
		JsonNode first = page(task, "messages", null, null);
		assertThat(first.path("messages").size()).isEqualTo(1);
		assertThat(
				page(task, "messages", first.path("next").asString(), null).at("/messages/0/parts/0/text").asString())
			.isEqualTo("short");
	}

	@Test
	void linesThatAreNotRetainedAreCounted() throws Exception {
		TaskReporter task = reporter();
		IntStream.rangeClosed(1, 250).forEach((i) -> task.output("stdout", "line " + i));
		JsonNode page = page(task, "output", "10", null);
		assertThat(page.path("dropped").asInt()).isEqualTo(40);
		assertThat(page.at("/lines/0/position").asInt()).isEqualTo(51);
	}

	@Test
	void taskWithoutMessagesAndOutputHasEmptyPages() throws Exception {
		TaskReporter task = reporter();
		JsonNode messages = page(task, "messages", null, null);
		assertThat(messages.path("messages").isArray()).isTrue();
		assertThat(messages.path("messages").isEmpty()).isTrue();
		assertThat(messages.has("next")).isFalse();
		assertThat(messages.path("incomplete").asBoolean(true)).isFalse();
		JsonNode output = page(task, "output", null, null);
		assertThat(output.path("lines").isEmpty()).isTrue();
		assertThat(output.path("next").asInt(-1)).isZero();
	}

	@Test
	void contentsAreSanitized() throws Exception {
		TaskReporter task = reporter();
		task.post(List.of(TaskMessagePart.data(new JsonPayload("{\"password\":\"12345\",\"rows\":5}"))));
		JsonNode data = page(task, "messages", null, null).at("/messages/0/parts/0/data");
		assertThat(data.path("password").asString()).isEqualTo("******");
		assertThat(data.path("rows").asInt()).isEqualTo(5);
	}

	@Test
	void contentsAreInert() throws Exception {
		TaskReporter task = reporter();
		task.post(HostileText.TEXT);
		task.output("stdout", HostileText.TEXT);
		assertThat(HostileText.inert(this.client.get(path(task, "messages"))).status()).isEqualTo(200);
		assertThat(HostileText.inert(this.client.get(path(task, "output"))).status()).isEqualTo(200);
	}

	@Test
	void uidNamesTheTaskToo() throws Exception {
		TaskReporter task = reporter();
		task.output("stdout", "line");
		Answer answer = this.client.get("/" + task.record().sessionId() + "/" + task.record().uid() + "/output");
		assertThat(answer.json().at("/lines/0/text").asString()).isEqualTo("line");
	}

	/** A task may have the name of a part. */
	@Test
	void twoSegmentsNameATask() throws Exception {
		String session = "session-" + UUID.randomUUID();
		this.host.register(session, BackgroundTaskRegistration.ofKind("parted").id("output").build());
		assertThat(this.client.get("/" + session + "/output").json().path("id").asString()).isEqualTo("output");
		assertThat(this.client.get("/" + session + "/output/output").json().path("lines").isArray()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			messages?limit=0         | limit  | 200
			messages?limit=201       | limit  | 200
			output?limit=many        | many   | 200
			output?after=-1          | -1     | position
			output?after=x           | after  | next
			messages?after=x         | cursor | tmsg_
			messages?session=other   | session | after, limit
			output?id=victim         | id     | after, limit
			output?part=messages     | part   | after, limit
			children                 | part   | messages or output
			%1B%5B31m                | part   | messages or output
			""")
	void refusesBadRequests(String request, String what, String remedy) throws Exception {
		Answer answer = HostileText.inert(this.client.get(path(reporter(), request)));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains(what).contains(remedy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "messages", "output" })
	void unknownTaskIsNotFound(String part) throws Exception {
		Answer answer = this.client.get("/none/none/" + part);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().path("reason").asString()).contains("no task 'none'");
		assertThat(this.client.get("/none/none/" + part + "/none").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "DELETE" })
	void partsAreOnlyRead(String method) throws Exception {
		TaskReporter task = reporter();
		assertThat(this.client.send(method, path(task, "output"), "{\"action\":\"cancel\"}").status()).isIn(400, 405);
		assertThat(task.record().state().isTerminal()).isFalse();
		assertThat(task.record().cancelRequestedAt()).isNull();
	}

	@Test
	void childrenAreListedByTheirParent() throws Exception {
		TaskReporter parent = reporter();
		List<String> ids = IntStream.range(0, 120).mapToObj((i) -> "child-" + i).toList();
		ids.forEach((id) -> this.host.register(parent.record().sessionId(),
				BackgroundTaskRegistration.ofKind("parted").id(id).parentTaskId(parent.taskId()).build()));
		assertThat(this.client.get(path(parent, "").replaceAll("/$", "")).json().path("children").size())
			.isEqualTo(100);
		List<String> seen = new ArrayList<>();
		String next = "";
		do {
			JsonNode page = this.client.get("?limit=50&parent=" + parent.record().uid() + next).json();
			page.path("tasks").valueStream().forEach((task) -> seen.add(task.path("id").asString()));
			String cursor = page.path("next").asString(null);
			next = (cursor != null) ? "&after=" + cursor : null;
		}
		while (next != null);
		assertThat(seen).isEqualTo(ids);
	}

	/** Reads pages until one is empty or has no next. */
	private List<String> collect(TaskReporter task, String part, String text, String query) throws Exception {
		List<String> seen = new ArrayList<>();
		String next = null;
		JsonNode entries;
		do {
			JsonNode page = page(task, part, next, query);
			entries = page.path(part.equals("output") ? "lines" : "messages");
			assertThat(entries.toString().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MAX_PAGE + 128);
			entries.valueStream().forEach((entry) -> seen.add(entry.at(text).asString()));
			next = page.path("next").asString(null);
		}
		while (next != null && !entries.isEmpty());
		return seen;
	}

	private JsonNode page(TaskReporter task, String part, @Nullable String after, @Nullable String query)
			throws Exception {
		Answer answer = this.client.get(path(task, part) + "?" + ((query != null) ? query : "limit=50")
				+ ((after != null) ? "&after=" + after : ""));
		assertThat(answer.status()).isEqualTo(200);
		return answer.json();
	}

	private static String path(TaskReporter task, String part) {
		return "/" + task.record().sessionId() + "/" + task.taskId() + "/" + part;
	}

	private TaskReporter reporter() {
		String id = "task-" + UUID.randomUUID();
		this.host.registerExternal("session-" + id, BackgroundTaskRegistration.ofKind("parted").id(id).build(), null);
		return this.host.reporter("session-" + id, id);
	}

	/** An application that hides passwords. */
	@Configuration(proxyBeanMethods = false)
	static class Parts {

		@Bean
		SanitizingFunction credentials() {
			return SanitizingFunction.sanitizeValue().ifLikelyCredential();
		}

	}

}
