package io.github.taskhost.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint over HTTP, on any web server. Every test has a separate session.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractBackgroundTasksEndpointTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private ConfigurableApplicationContext writable;

	private ConfigurableApplicationContext readOnly;

	private BackgroundTaskHost host;

	private EndpointClient client;

	private EndpointClient readOnlyClient;

	abstract Class<?> application();

	abstract WebApplicationType type();

	@BeforeAll
	void start() {
		this.writable = run("management.endpoint.backgroundtasks.access=unrestricted");
		this.readOnly = run("management.endpoint.backgroundtasks.show-values=always");
		this.host = this.writable.getBean(BackgroundTaskHost.class);
		this.client = new EndpointClient(this.writable);
		this.readOnlyClient = new EndpointClient(this.readOnly);
	}

	private ConfigurableApplicationContext run(String property) {
		return new SpringApplicationBuilder(application()).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks", "taskhost.shutdown.grace-period=1s",
					property)
			.run();
	}

	@AfterAll
	void stop() {
		this.writable.close();
		this.readOnly.close();
	}

	private TaskSession newSession() {
		return this.host.session("session-" + UUID.randomUUID());
	}

	@Test
	void listsTasksWithCounts() throws Exception {
		TaskSession session = newSession();
		start(session, "a", "listing");
		session.spawn(registration("b", "listing"), (body) -> "done").await(SOON);
		Answer answer = this.client.get("?session=" + session.id());
		assertThat(answer.status()).isEqualTo(200);
		JsonNode json = answer.json();
		assertThat(json.path("tasks").valueStream().map((task) -> task.path("id").asString())).containsExactly("a",
				"b");
		assertThat(json.path("tasks").valueStream().map((task) -> task.path("state").asString()))
			.containsExactly("running", "completed");
		assertThat(json.path("tasks").path(0).path("sessionId").asString()).isEqualTo(session.id());
		assertThat(json.path("tasks").path(0).path("kind").asString()).isEqualTo("listing");
		assertThat(json.path("kinds").path("listing").asInt()).isEqualTo(1);
		assertThat(json.path("states").propertyNames()).containsExactlyInAnyOrder("pending", "running", "waiting",
				"cancel_requested");
		assertThat(json.path("states").path("running").asInt()).isPositive();
		assertThat(json.path("retained").asInt()).isPositive();
		assertThat(json.path("totals").path("listing").path("started").asInt()).isEqualTo(2);
		assertThat(json.path("totals").path("listing").path("completed").asInt()).isEqualTo(1);
		assertThat(json.path("totals").path("listing").path("failed").asInt()).isZero();
		session.cancelAllNow(null);
	}

	@Test
	void namesTheTaskThatWaitsLongest() throws Exception {
		TaskSession session = newSession();
		register(session, "oldest", "waiting");
		BackgroundTaskRecord oldest = session.task("oldest").record();
		JsonNode pending = this.client.get("?kind=waiting").json().path("oldest").path("pending");
		assertThat(this.host.find(UUID.fromString(pending.path("uid").asString()))
			.map((record) -> record.stateSince().toString())).hasValue(pending.path("since").asString());
		assertThat(Instant.parse(pending.path("since").asString())).isBeforeOrEqualTo(oldest.stateSince());
	}

	@Test
	void sessionsArePagedWithTheirNumbers() throws Exception {
		String prefix = "paged-" + UUID.randomUUID() + "-";
		for (int i = 0; i < 3; i++) {
			register(this.host.session(prefix + i), "a", "sessions");
		}
		this.host.markTerminal(prefix + 0, "a", BackgroundTaskState.FAILED);
		JsonNode first = this.client.get("?sessions&limit=2&text=" + prefix.toUpperCase(Locale.ROOT)).json();
		assertThat(first.path("sessions").valueStream().map((session) -> session.path("id").asString()))
			.containsExactly(prefix + 0, prefix + 1);
		assertThat(first.path("sessions").path(0).path("states").path("failed").asInt()).isEqualTo(1);
		assertThat(first.path("sessions").path(0).path("ended").asInt()).isEqualTo(1);
		assertThat(first.path("sessions").path(1).path("live").asInt()).isEqualTo(1);
		JsonNode second = this.client.get("?sessions=true&text=" + prefix + "&after=" + first.path("next").asString())
			.json();
		assertThat(second.path("sessions").valueStream().map((session) -> session.path("id").asString()))
			.containsExactly(prefix + 2);
		assertThat(second.has("next")).isFalse();
		assertThat(this.client.get("?sessions&text=&limit=1").json().path("sessions").size()).isOne();
		assertThat(this.client.get("?sessions=all").status()).isEqualTo(400);
		assertThat(this.client.get("?sessions&kind=sessions").status()).isEqualTo(400);
	}

	@Test
	void detailHasTheHistory() throws Exception {
		TaskSession session = newSession();
		register(session, "a", "history");
		this.host.markLiveState(session.id(), "a", BackgroundTaskState.RUNNING);
		this.host.markLiveState(session.id(), "a", BackgroundTaskState.WAITING);
		JsonNode history = this.client.get("/" + session.id() + "/a").json().path("history");
		assertThat(history.valueStream().map((entry) -> entry.path("state").asString())).endsWith("running", "waiting");
		assertThat(history.path(0).path("attempt").asInt()).isEqualTo(1);
		assertThat(history.path(0).path("sessionId").asString()).isEqualTo(session.id());
	}

	@Test
	void filters() throws Exception {
		TaskSession session = newSession();
		register(session, "a", "one");
		register(session, "b", "two");
		this.host.markTerminal(session.id(), "b", BackgroundTaskState.FAILED);
		assertThat(ids(this.client.get("?session=" + session.id() + "&state=failed"))).containsExactly("b");
		assertThat(ids(this.client.get("?session=" + session.id() + "&state=pending,failed"))).containsExactly("a",
				"b");
		assertThat(ids(this.client.get("?session=" + session.id() + "&state=pending&state=failed")))
			.containsExactly("a", "b");
		assertThat(ids(this.client.get("?session=" + session.id() + "&kind=one"))).containsExactly("a");
		assertThat(ids(this.client.get("?session=" + session.id() + "&unresponsive=true"))).isEmpty();
		assertThat(ids(this.client.get("?session=" + session.id() + "&unresponsive=false"))).containsExactly("a", "b");
	}

	@Test
	void pages() throws Exception {
		TaskSession session = newSession();
		for (int i = 0; i < 5; i++) {
			register(session, "task-" + i, "paging");
		}
		Answer first = this.client.get("?session=" + session.id() + "&limit=3");
		assertThat(ids(first)).containsExactly("task-0", "task-1", "task-2");
		String next = first.json().path("next").asString();
		Answer second = this.client.get("?session=" + session.id() + "&limit=3&after=" + next);
		assertThat(ids(second)).containsExactly("task-3", "task-4");
		assertThat(second.json().has("next")).isFalse();
	}

	@Test
	void pagesNewestFirstAndBack() throws Exception {
		TaskSession session = newSession();
		for (int i = 0; i < 5; i++) {
			register(session, "task-" + i, "paging");
		}
		String query = "?order=newest&limit=2&session=" + session.id();
		Answer first = this.client.get(query);
		assertThat(ids(first)).containsExactly("task-4", "task-3");
		assertThat(first.json().has("previous")).isFalse();
		assertThat(first.json().has("partial")).isFalse();
		Answer second = this.client.get(query + "&after=" + first.json().path("next").asString());
		assertThat(ids(second)).containsExactly("task-2", "task-1");
		Answer back = this.client.get(query + "&after=" + second.json().path("previous").asString());
		assertThat(ids(back)).containsExactly("task-4", "task-3");
		assertThat(ids(this.client.get("?order=oldest&limit=1&session=" + session.id()))).containsExactly("task-0");
	}

	@Test
	void searches() throws Exception {
		TaskSession session = newSession();
		register(session, "parent", "one");
		register(session, "other", "two");
		this.host.register(session.id(),
				BackgroundTaskRegistration.ofKind("one").id("child").parentTaskId("parent").build());
		this.host.markTerminal(session.id(), "other", BackgroundTaskState.FAILED);
		String query = "?session=" + session.id();
		assertThat(ids(this.client.get(query + "&text=HER"))).containsExactly("other");
		assertThat(ids(this.client.get(query + "&text="))).hasSize(3);
		assertThat(ids(this.client.get(query + "&parent=" + session.task("parent").uid()))).containsExactly("child");
		assertThat(ids(this.client.get(query + "&failure=reported"))).containsExactly("other");
		assertThat(ids(this.client.get(query + "&worker=worker_of-others"))).isEmpty();
		assertThat(ids(this.client.get(query + "&createdAfter=2020-01-01T00:00:00Z"))).hasSize(3);
		assertThat(ids(this.client.get(query + "&createdBefore=2020-01-01T00:00:00Z"))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			state=bogus        | bogus    | cancel_requested
			limit=0            | limit    | 200
			limit=201          | limit    | 200
			limit=many         | many     | 200
			unresponsive=maybe | maybe    | true or false
			kind=Not_A_Kind    | kind     | lower-case
			session=a%20b      | session  | A-Z
			after=%21          | cursor   | next
			after=~            | cursor   | next
			order=random       | random   | oldest or newest
			order=newest&unresponsive=true | newest | leave one
			text=%20           | text     | 128
			worker=a%20b       | worker   | A-Z
			failure=bogus      | bogus    | timeout
			parent=bogus       | parent   | uid
			createdAfter=now   | createdAfter  | 2026
			createdBefore=now  | createdBefore | 2026
			""")
	void refusesBadParameters(String query, String what, String remedy) throws Exception {
		Answer answer = this.client.get("?" + query);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains(what).contains(remedy);
	}

	@Test
	void showsTask() throws Exception {
		TaskSession session = newSession();
		CountDownLatch running = new CountDownLatch(2);
		session.spawn(registration("parent", "showing"), (body) -> {
			body.spawnChild(registration("child", "showing"), (child) -> {
				running.countDown();
				child.sleep(Duration.ofDays(1));
				return "done";
			});
			running.countDown();
			body.sleep(Duration.ofDays(1));
			return "done";
		});
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		JsonNode json = this.client.get("/parent?session=" + session.id()).json();
		assertThat(json.path("id").asString()).isEqualTo("parent");
		assertThat(json.path("state").asString()).isEqualTo("running");
		assertThat(json.path("unresponsive").asBoolean(true)).isFalse();
		assertThat(json.path("children").valueStream().map((child) -> child.path("id").asString()))
			.containsExactly("child");
		assertThat(json.path("thread").asString()).contains("taskhost-showing");
		assertThat(json.path("stack").valueStream().map(JsonNode::asString)).containsExactly("******");
		session.cancelAllNow(null);
	}

	@Test
	void endedTaskIsFoundByItsUidWhenItsIdIsUsedAgain() throws Exception {
		TaskSession session = newSession();
		BackgroundTaskHandle<String> ended = session.spawn(registration("a", "showing"), (body) -> "done");
		ended.await(SOON);
		BackgroundTaskHandle<String> newer = start(session, "a", "showing");
		JsonNode json = this.client.get("/" + ended.uid()).json();
		assertThat(json.path("uid").asString()).isEqualTo(ended.uid().toString());
		assertThat(json.path("state").asString()).isEqualTo("completed");
		assertThat(this.client.get("/" + ended.uid() + "?session=" + session.id()).status()).isEqualTo(200);
		assertThat(this.client.get("/" + ended.uid() + "?session=" + newSession().id()).status()).isEqualTo(404);
		assertThat(this.client.get("/" + UUID.randomUUID()).status()).isEqualTo(404);
		assertThat(this.client.delete("/" + newer.uid()).json().path("state").asString()).isEqualTo("cancelled");
	}

	@Test
	void unknownTaskIsNotFound() throws Exception {
		Answer answer = this.client.get("/no-such-task");
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.json().path("reason").asString()).contains("no-such-task");
		assertThat(this.client.get("/no-such-task?session=" + newSession().id()).status()).isEqualTo(404);
	}

	@Test
	void ambiguousIdNamesItsSessions() throws Exception {
		String id = "ambiguous-" + UUID.randomUUID();
		TaskSession one = newSession();
		register(one, id, "twice");
		TaskSession other = newSession();
		register(other, id, "twice");
		for (Answer answer : List.of(this.client.get("/" + id), this.client.delete("/" + id),
				this.client.post("/" + id, "{\"action\":\"cancel\"}"))) {
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.json().path("sessions").valueStream().map(JsonNode::asString))
				.containsExactlyInAnyOrder(one.id(), other.id());
		}
		assertThat(this.client.get("/" + id + "?session=" + one.id()).json().path("sessionId").asString())
			.isEqualTo(one.id());
		assertThat(this.client.post("/" + one.id() + "/" + id, "{\"action\":\"cancel\"}")
			.json()
			.path("sessionId")
			.asString()).isEqualTo(one.id());
		assertThat(this.client.delete("/" + id + "?session=" + other.id()).json().path("sessionId").asString())
			.isEqualTo(other.id());
	}

	@Test
	void cancels() throws Exception {
		TaskSession session = newSession();
		BackgroundTaskHandle<String> task = start(session, "a-" + UUID.randomUUID(), "cancelling");
		Answer answer = this.client.post("/" + task.id(), "{\"action\":\"cancel\",\"reason\":\"no longer needed\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("id").asString()).isEqualTo(task.id());
		assertThat(answer.json().path("cancelReason").asString()).isEqualTo("no longer needed");
		assertThat(answer.json().path("state").asString()).isIn("cancel_requested", "cancelled");
		assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"action\":\"cancel\"}" })
	void cancelsWithoutAReason(String body) throws Exception {
		TaskSession session = newSession();
		BackgroundTaskHandle<String> task = start(session, "a-" + UUID.randomUUID(), "cancelling");
		Answer answer = this.client.post("/" + task.id(), body);
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("id").asString()).isEqualTo(task.id());
		assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	/** So that a page of another site cannot send it without asking first. */
	@Test
	void writeWithoutABodyStillHasItsContentType() throws Exception {
		TaskSession session = newSession();
		String id = "a-" + UUID.randomUUID();
		register(session, id, "refusing");
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
			assertThat(this.client.with("Content-Type", type).post("/" + id, "").status()).isEqualTo(415);
		}
		assertThat(session.list()).allMatch((record) -> record.state() == BackgroundTaskState.PENDING);
	}

	@Test
	void everyRequestTakesBothForms() throws Exception {
		TaskSession session = newSession();
		newSession();
		for (String form : List.of("/a?session=" + session.id(), "/" + session.id() + "/a")) {
			register(session, "a", "addressed");
			for (Answer answer : List.of(this.client.get(form),
					this.client.post(form, "{\"action\":\"cancel\",\"reason\":\"x\"}"), this.client.delete(form))) {
				assertThat(answer.status()).isEqualTo(200);
				assertThat(answer.json().path("sessionId").asString()).isEqualTo(session.id());
			}
		}
	}

	@Test
	void sessionIsNamedOnce() throws Exception {
		TaskSession session = newSession();
		register(session, "a", "addressed");
		String form = "/" + session.id() + "/a?session=";
		assertThat(this.client.get(form + session.id()).status()).isEqualTo(200);
		for (Answer answer : List.of(this.client.get(form + "other"), this.client.delete(form + "other"),
				this.client.post(form + "other", "{\"action\":\"cancel\"}"))) {
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.json().path("reason").asString()).contains("name it once");
		}
		assertThat(this.client.get("/a/b/c").status()).isIn(404, 405);
		assertThat(session.list()).allMatch((record) -> record.state() == BackgroundTaskState.PENDING);
	}

	@Test
	void listHasWhatAnOperatorScans() throws Exception {
		TaskSession session = newSession();
		register(session, "a", "scanned");
		Answer list = this.client.get("?session=" + session.id());
		assertThat(list.json().at("/tasks/0").propertyNames()).containsExactlyInAnyOrder("id", "sessionId", "kind",
				"state", "uid", "mode", "attempt", "createdAt", "stateSince");
		assertThat(this.client.get("/a?session=" + session.id()).json().propertyNames()).contains("displayName",
				"version", "cancelPolicy", "wakePolicy");
		assertThat(list.json().at("/tasks/0").toString()).hasSizeLessThan(400);
	}

	@Test
	void cancelsNow() throws Exception {
		TaskSession session = newSession();
		BackgroundTaskHandle<String> task = start(session, "a", "cancelling");
		Answer answer = this.client.delete("/a?session=" + session.id());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("state").asString()).isEqualTo("cancelled");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"action\":\"cancel\",\"id\":\"victim\"}",
			"{\"action\":\"cancel\",\"session\":\"other\"}", "{\"action\":\"cancel\",\"path\":\"victim\"}" })
	void bodyCannotNameATask(String body) throws Exception {
		TaskSession session = newSession();
		register(session, "victim", "refusing");
		String id = "a-" + UUID.randomUUID();
		register(session, id, "refusing");
		Answer answer = this.client.post("/" + id, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("path");
		assertThat(session.list()).allMatch((record) -> record.state() == BackgroundTaskState.PENDING);
	}

	@Test
	void parametersReplaceNeitherPathNorBody() throws Exception {
		TaskSession session = newSession();
		String id = "a-" + UUID.randomUUID();
		register(session, id, "refusing");
		register(session, "victim", "refusing");
		for (Answer answer : List.of(this.client.get("/nope?id=victim"), this.client.get("/" + id + "?path=victim"),
				this.client.get("?sesion=" + session.id()), this.client.post("/" + id + "?action=cancel", "{}"),
				this.client.post("/" + id + "?path=victim&path=x", "{\"action\":\"cancel\"}"),
				this.client.post("/" + id + "?reason=x", "{\"action\":\"cancel\"}"),
				this.client.get("/" + session.id() + "/" + id + "?id=victim"),
				this.client.get("/" + session.id() + "/" + id + "?sessionId=x"),
				this.client.delete("/" + id + "?path=victim"), this.client.delete("/" + id + "?id=victim"))) {
			assertThat(answer.status()).isEqualTo(400);
			assertThat(answer.json().path("reason").asString()).contains("The parameter '", "is not known");
			assertThat(answer.headers().firstValue("Content-Type")).get()
				.asString()
				.startsWith("application/vnd.spring-boot.actuator");
		}
		assertThat(session.list()).hasSize(2).allMatch((record) -> record.state() == BackgroundTaskState.PENDING);
	}

	@Test
	void misspeltFieldOfABodyIsRefused() throws Exception {
		TaskSession session = newSession();
		String id = "a-" + UUID.randomUUID();
		register(session, id, "refusing");
		Answer answer = this.client.post("/" + id, "{\"action\":\"cancel\",\"raeson\":\"x\"}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("'raeson'", "reason, text, value");
		assertThat(session.list()).allMatch((record) -> record.state() == BackgroundTaskState.PENDING);
	}

	/** Variables without a value in a page make such bodies: they request nothing. */
	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"action\":null}", "null", "{\"text\":null,\"key\":null}", "[]", "\"cancel\"",
			"{'action':'cancel'}", "{\"action\":\"cancel\"} {}" })
	void bodyWithoutAnActionRequestsNothing(String body) throws Exception {
		TaskSession session = newSession();
		String id = "a-" + UUID.randomUUID();
		register(session, id, "refusing");
		Answer answer = this.client.post("/" + id, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("action");
		assertThat(session.list()).allMatch((record) -> record.state() == BackgroundTaskState.PENDING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"reason\":\"x\"}", "{\"action\":\"explode\"}", "{\"action\":\"Answer\"}" })
	void refusesUnknownActions(String body) throws Exception {
		TaskSession session = newSession();
		String id = "a-" + UUID.randomUUID();
		register(session, id, "refusing");
		Answer answer = this.client.post("/" + id, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("use cancel, answer or decline")
			.contains("trigger-schedule");
	}

	@Test
	void writesNeedATask() throws Exception {
		assertThat(this.client.post("/no-such-task", "{\"action\":\"cancel\"}").status()).isEqualTo(404);
		assertThat(this.client.delete("/no-such-task").status()).isEqualTo(404);
		assertThat(this.client.post("", "{\"action\":\"cancel\"}").status()).isEqualTo(400);
		assertThat(this.client.delete("/a/b/c").status()).isEqualTo(400);
		assertThat(this.client.delete("/a/b?session=c").status()).isEqualTo(400);
	}

	@Test
	void writesAreDisabledByDefault() throws Exception {
		BackgroundTaskHost host = this.readOnly.getBean(BackgroundTaskHost.class);
		host.register("chat-42", registration("kept", "reading"));
		assertThat(this.readOnlyClient.post("/kept", "{\"action\":\"cancel\"}").status()).isIn(404, 405);
		assertThat(this.readOnlyClient.delete("/kept").status()).isIn(404, 405);
		assertThat(host.get("kept"))
			.hasValueSatisfying((record) -> assertThat(record.state()).isEqualTo(BackgroundTaskState.PENDING));
		assertThat(this.readOnlyClient.get("/kept").status()).isEqualTo(200);
	}

	@Test
	void masksValuesByDefault() throws Exception {
		String id = "values-" + UUID.randomUUID();
		work(this.host, id);
		JsonNode json = this.client.get("/" + id).json();
		assertThat(json.path("input").asString()).isEqualTo("******");
		assertThat(json.path("failure").path("message").asString()).isEqualTo("******");
		assertThat(json.path("failure").path("type").asString()).endsWith("IllegalStateException");
		assertThat(json.path("failureStackTrace").asString()).isEqualTo("******");
		assertThat(this.client.get("?kind=values").body()).doesNotContain("secret");
		assertThat(this.client.get("/" + id + "-ok").json().path("result").path("value").asString())
			.isEqualTo("******");
	}

	@Test
	void showsValuesWhenConfigured() throws Exception {
		String id = "values-" + UUID.randomUUID();
		work(this.readOnly.getBean(BackgroundTaskHost.class), id);
		JsonNode json = this.readOnlyClient.get("/" + id).json();
		assertThat(json.path("input").path("password").asString()).isEqualTo("secret");
		assertThat(json.path("failure").path("message").asString()).isEqualTo("secret");
		assertThat(json.path("failureStackTrace").asString()).contains("secret").contains("\tat ");
		assertThat(this.readOnlyClient.get("/" + id + "-ok").json().path("result").path("value").asString())
			.isEqualTo("secret");
	}

	private static void work(BackgroundTaskHost host, String id) throws InterruptedException {
		BackgroundTaskRegistration registration = registration(id, "values").toBuilder()
			.input(new JsonPayload("{\"password\":\"secret\"}"))
			.build();
		host.session("chat-42").spawn(registration, (body) -> {
			throw new IllegalStateException("secret");
		}).await(SOON);
		host.session("chat-42").spawn(registration(id + "-ok", "values"), (body) -> "secret").await(SOON);
	}

	private static BackgroundTaskRegistration registration(String id, String kind) {
		return BackgroundTaskRegistration.ofKind(kind).id(id).build();
	}

	private void register(TaskSession session, String id, String kind) {
		this.host.register(session.id(), registration(id, kind));
	}

	private static BackgroundTaskHandle<String> start(TaskSession session, String id, String kind)
			throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = session.spawn(registration(id, kind), (body) -> {
			running.countDown();
			body.sleep(Duration.ofDays(1));
			return "done";
		});
		assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
		return task;
	}

	private static List<String> ids(Answer answer) {
		return answer.json().path("tasks").valueStream().map((task) -> task.path("id").asString()).toList();
	}

}
