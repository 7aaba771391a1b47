package io.github.taskhost.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskLinks;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for messages, output, questions and answers at the endpoint over HTTP, on any web
 * server. Every test has a separate session.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractTaskDialogueTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final JsonPayload DECISION = new JsonPayload(
			"{\"type\":\"object\",\"properties\":{\"action\":{\"enum\":[\"approve\",\"stop\"]}},\"required\":[\"action\"]}");

	private ConfigurableApplicationContext masking;

	private ConfigurableApplicationContext showing;

	private EndpointClient client;

	private EndpointClient showingClient;

	abstract Class<?> application();

	abstract WebApplicationType type();

	@BeforeAll
	void start() {
		this.masking = run("never");
		this.showing = run("always");
		this.client = new EndpointClient(this.masking);
		this.showingClient = new EndpointClient(this.showing);
	}

	private ConfigurableApplicationContext run(String showValues) {
		return new SpringApplicationBuilder(application(), Parts.class).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks", "taskhost.shutdown.grace-period=1s",
					"management.endpoint.backgroundtasks.access=unrestricted",
					"management.endpoint.backgroundtasks.show-values=" + showValues)
			.run();
	}

	@AfterAll
	void stop() {
		this.masking.close();
		this.showing.close();
	}

	private TaskSession newSession() {
		return newSession(this.masking);
	}

	private static TaskSession newSession(ConfigurableApplicationContext context) {
		return context.getBean(BackgroundTaskHost.class).session("session-" + UUID.randomUUID());
	}

	@Test
	void showsMessagesAnswersAndOutput() throws Exception {
		JsonNode json = this.showingClient.get(talk(this.showing)).json();
		assertThat(json.at("/messages/0/direction").asString()).isEqualTo("outbound");
		assertThat(json.at("/messages/0/parts/0/text").asString()).isEqualTo("secret text");
		assertThat(json.at("/messages/0/parts/1/data/secret").asInt()).isEqualTo(1);
		assertThat(json.at("/messages/1/direction").asString()).isEqualTo("inbound");
		assertThat(json.at("/messages/1/questionKey").asString()).isEqualTo("first");
		assertThat(json.at("/messages/1/sender").asString()).isEqualTo("ann");
		assertThat(json.at("/messages/1/time").asString()).endsWith("Z");
		assertThat(json.at("/answers/0/key").asString()).isEqualTo("first");
		assertThat(json.at("/answers/0/value/secret").asInt()).isEqualTo(2);
		assertThat(json.at("/answers/0/by").asString()).isEqualTo("ann");
		assertThat(json.at("/output/0/stream").asString()).isEqualTo("stdout");
		assertThat(json.at("/output/0/text").asString()).isEqualTo("secret line");
		assertThat(json.at("/artifacts/0/name").asString()).isEqualTo("report");
		assertThat(json.at("/links/remoteTask").asString()).isEqualTo("job-7");
	}

	@Test
	void masksMessagesAndShowsTheQuestion() throws Exception {
		Answer answer = this.client.get(talk(this.masking));
		JsonNode json = answer.json();
		assertThat(answer.body()).doesNotContain("secret");
		assertThat(json.at("/messages/0/parts/0/text").asString()).isEqualTo("******");
		assertThat(json.at("/messages/0/parts/1/data").asString()).isEqualTo("******");
		assertThat(json.at("/messages/1/parts/0/data").asString()).isEqualTo("******");
		assertThat(json.at("/answers/0/value").asString()).isEqualTo("******");
		assertThat(json.at("/output/0/text").asString()).isEqualTo("******");
		assertThat(json.at("/inputRequest/key").asString()).isEqualTo("go-on");
		assertThat(json.at("/inputRequest/prompt").asString()).isEqualTo("Go on?");
		assertThat(json.at("/inputRequest/expected/type").asString()).isEqualTo("object");
		assertThat(json.at("/inputRequest/deadline").asString()).isEqualTo("2999-01-01T00:00:00Z");
		assertThat(json.at("/inputRequest/authority").asString()).isEqualTo("ROLE_CLERK");
	}

	/** Says something in every way, and asks. */
	private static String talk(ConfigurableApplicationContext context) {
		TaskSession session = newSession(context);
		TaskReporter reporter = reporter(context, session, "talking");
		reporter.post(
				List.of(TaskMessagePart.text("secret text"), TaskMessagePart.data(new JsonPayload("{\"secret\":1}"))));
		reporter.output("stdout", "secret line");
		reporter.artifact(new TaskArtifact("report", "text/plain", null, null));
		reporter.link(new TaskLinks(null, "job-7", List.of()));
		reporter.ask(InputRequest.of("first", "First?"));
		session.task(reporter.taskId()).answer("first", new JsonPayload("{\"secret\":2}"));
		reporter.ask(InputRequest.of("go-on", "Go on?")
			.withExpected(DECISION)
			.withDeadline(Instant.parse("2999-01-01T00:00:00Z"))
			.withAuthority("ROLE_CLERK"));
		return "/" + reporter.taskId();
	}

	@Test
	void showsTheNewestMessagesAndLines() throws Exception {
		TaskReporter reporter = reporter(this.showing, newSession(this.showing), "talking");
		IntStream.rangeClosed(1, 60).forEach((i) -> {
			reporter.post("message " + i);
			reporter.output("stdout", "line " + i);
		});
		JsonNode json = this.showingClient.get("/" + reporter.taskId()).json();
		assertThat(json.path("messages").valueStream().map((message) -> message.at("/parts/0/text").asString()))
			.containsExactlyElementsOf(IntStream.rangeClosed(41, 60).mapToObj((i) -> "message " + i).toList());
		assertThat(json.path("output").valueStream().map((line) -> line.path("text").asString()))
			.containsExactlyElementsOf(IntStream.rangeClosed(11, 60).mapToObj((i) -> "line " + i).toList());
	}

	@Test
	void taskWithoutMessagesHasEmptyLists() throws Exception {
		JsonNode json = this.client.get("/" + reporter(this.masking, newSession(), "silent").taskId()).json();
		for (String name : List.of("messages", "answers", "output")) {
			assertThat(json.path(name).isArray()).isTrue();
			assertThat(json.path(name).isEmpty()).isTrue();
		}
	}

	@Test
	void textAnswersTheOpenQuestion() throws Exception {
		BackgroundTaskHandle<String> task = ask(newSession(),
				(body) -> body.requestInput(InputRequest.of("go-on", "Go on?")).value().text());
		Answer answer = answer(task.id(), "yes, \"go\"");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("id").asString()).isEqualTo(task.id());
		assertThat(answer.json().path("delivery").asString()).isEqualTo("delivered");
		assertThat(answer.json().has("inputRequest")).isFalse();
		assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.result()).isEqualTo("\"yes, \\\"go\\\"\"");
		assertThat(task.answers()).singleElement().satisfies((kept) -> assertThat(kept.by()).isEqualTo("ann"));
	}

	@Test
	void textThatLooksLikeJsonStaysAStringIfAccepted() throws Exception {
		BackgroundTaskHandle<String> task = ask(newSession(),
				(body) -> body.requestInput(InputRequest.of("go-on", "Go on?"), String.class));
		assertThat(answer(task.id(), "5").status()).isEqualTo(200);
		task.await(SOON);
		assertThat(task.result()).isEqualTo("5");
	}

	@Test
	void textIsReadAsTheJsonThatTheBodyExpects() throws Exception {
		BackgroundTaskHandle<Boolean> task = ask(newSession(),
				(body) -> body.requestInput(InputRequest.of("go-on", "Go on?"), Boolean.class));
		Answer refused = answer(task.id(), "perhaps");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(task.record().inputRequest()).isNotNull();
		assertThat(answer(task.id(), "true").status()).isEqualTo(200);
		task.await(SOON);
		assertThat(task.result()).isTrue();
	}

	@Test
	void textIsReadAsTheJsonThatTheSchemaExpects() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?").withExpected(DECISION));
		assertThat(answer(reporter.taskId(), " {\"action\":\"approve\"} ").status()).isEqualTo(200);
		assertThat(reporter.answer("go-on")).hasValueSatisfying(
				(kept) -> assertThat(kept.value().text().strip()).isEqualTo("{\"action\":\"approve\"}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			perhaps              | string found, object expected               | As JSON
			{"action":           | string found, object expected               | As JSON
			{"action":"perhaps"} | action: does not have a value in            | string found
			[]                   | array found, object expected                | string found
			""")
	void answerThatDoesNotFitIsRefusedAndTheQuestionStaysOpen(String text, String reason, String other)
			throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?").withExpected(DECISION));
		Answer answer = answer(reporter.taskId(), text);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("go-on").contains(reason).doesNotContain(other);
		assertThat(reporter.record().inputRequest()).isNotNull();
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.WAITING);
	}

	@Test
	void ambiguousAnswerIsRefusedWithBothProblems() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "How many?")
			.withExpected(new JsonPayload("{\"type\":\"integer\",\"minimum\":10}")));
		assertThat(answer(reporter.taskId(), "5").json().path("reason").asString()).contains("As text: ",
				"string found, integer expected", "As JSON: ", "minimum value of 10");
		assertThat(answer(reporter.taskId(), "10").status()).isEqualTo(200);
	}

	@Test
	void secondAnswerIsRefused() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		assertThat(answer(reporter.taskId(), "yes").status()).isEqualTo(200);
		Answer answer = answer(reporter.taskId(), "no");
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.json().path("reason").asString()).contains("'go-on'", "was answered at ", " by ann");
		assertThat(reporter.answer("go-on"))
			.hasValueSatisfying((kept) -> assertThat(kept.value().text()).isEqualTo("\"yes\""));
	}

	@Test
	void answerWithoutAQuestionIsRefused() throws Exception {
		TaskReporter reporter = reporter(this.masking, newSession(), "silent");
		Answer answer = answer(reporter.taskId(), "yes");
		assertThat(answer.status()).isEqualTo(409);
		assertThat(answer.json().path("reason").asString()).contains(reporter.taskId(), "no open question")
			.doesNotContain("answered at");
	}

	@Test
	void keyNamesTheQuestion() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		Answer other = this.client.post("/" + reporter.taskId(),
				"{\"action\":\"answer\",\"key\":\"other\",\"text\":\"yes\"}");
		assertThat(other.status()).isEqualTo(409);
		assertThat(other.json().path("reason").asString()).contains("'other'", "no open question");
		assertThat(reporter.record().inputRequest()).isNotNull();
		assertThat(
				this.client.post("/" + reporter.taskId(), "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}")
					.status())
			.isEqualTo(200);
	}

	@Test
	void secondAnswerNeverReachesTheNextQuestion() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Staging?"));
		assertThat(answer(reporter.taskId(), "yes").status()).isEqualTo(200);
		reporter.ask(InputRequest.of("go-on", "Production?"));
		Answer second = answer(reporter.taskId(), "yes");
		assertThat(second.status()).isEqualTo(409);
		assertThat(second.json().path("reason").asString()).contains("asked this key before", "by ann", "number");
		assertThat(this.client.get("/" + reporter.taskId()).json().at("/inputRequest/number").asInt()).isEqualTo(2);
		assertThat(numbered(reporter, 1).status()).isEqualTo(409);
		assertThat(reporter.record().inputRequest()).isNotNull();
		assertThat(numbered(reporter, 2).status()).isEqualTo(200);
	}

	private Answer numbered(TaskReporter reporter, int number) throws Exception {
		return this.client.post("/" + reporter.taskId(),
				"{\"action\":\"answer\",\"key\":\"go-on\",\"number\":" + number + ",\"text\":\"yes\"}");
	}

	@Test
	void questionIsDeclined() throws Exception {
		BackgroundTaskHandle<String> task = ask(newSession(),
				(body) -> body.requestInput(InputRequest.of("go-on", "Go on?")).value().text());
		assertThat(decline(task.id(), "other").status()).isEqualTo(409);
		Answer answer = decline(task.id(), "go-on");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("delivery").asString()).isEqualTo("delivered");
		assertThat(task.await(SOON).failure()).isNotNull()
			.extracting("message")
			.asString()
			.contains("'go-on' was declined by ann: too risky");
		TaskReporter other = asks(newSession(), InputRequest.of("go-on", "Go on?").withAuthority("ROLE_CHIEF"));
		assertThat(decline(other.taskId(), "go-on").status()).isEqualTo(403);
		assertThat(other.record().inputRequest()).isNotNull();
	}

	private Answer decline(String id, String key) throws Exception {
		return this.client.post("/" + id, "{\"action\":\"decline\",\"key\":\"" + key + "\",\"reason\":\"too risky\"}");
	}

	@Test
	void answeringRequiresTheAuthority() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?").withAuthority("ROLE_CHIEF"));
		Answer answer = answer(reporter.taskId(), "yes");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.json().path("status").asInt()).isEqualTo(403);
		assertThat(answer.json().path("reason").asString()).contains("ROLE_CHIEF", "'ann' does not have");
		assertThat(reporter.record().inputRequest()).isNotNull();
		TaskReporter other = asks(newSession(), InputRequest.of("go-on", "Go on?").withAuthority("ROLE_CLERK"));
		assertThat(answer(other.taskId(), "yes").status()).isEqualTo(200);
	}

	@Test
	void pathNamesTheTask() throws Exception {
		String id = "ambiguous-" + UUID.randomUUID();
		TaskSession session = newSession();
		for (TaskSession each : List.of(session, newSession())) {
			register(this.masking, each, id).ask(InputRequest.of("go-on", "Go on?"));
		}
		Answer ambiguous = answer(id, "yes");
		assertThat(ambiguous.status()).isEqualTo(409);
		assertThat(ambiguous.json().path("sessions").valueStream().map(JsonNode::asString)).hasSize(2)
			.contains(session.id());
		Answer named = answer(session.id() + "/" + id, "yes");
		assertThat(named.status()).isEqualTo(200);
		assertThat(named.json().path("sessionId").asString()).isEqualTo(session.id());
		assertThat(answer("no-such-task", "yes").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"action":"answer"}                                      | 'text' or 'value'
			{"action":"answer","key":"go-on","text":"y","value":"y"} | give the answer once
			{"action":"answer","key":"go-on","text":"y","value":{}}  | give the answer once
			{"action":"answer","key":"go-on","text":"y","value":null} | give the answer once
			{"action":"cancel","value":{}}                           | no 'value'
			{"action":"answer","text":null}                          | 'text'
			{"action":"answer","text":"yes"}                         | There is no 'key'
			{"action":"answer","key":"go-on","number":0,"text":"y"}  | The number 0
			{"action":"answer","key":"go-on","text":"y","reason":""} | 'reason'
			{"action":"decline"}                                     | There is no 'key'
			{"action":"decline","key":"go-on","number":0}            | The number 0
			{"action":"decline","key":"go-on","text":"no"}           | 'text'
			{"action":"answer","text":"yes","id":"victim"}           | path
			{"action":"answer","text":"yes","session":"other"}       | path
			{"action":"answer","text":"yes","path":"victim"}         | path
			{"action":"cancel","text":"yes"}                         | no 'text'
			{"action":"cancel","key":"go-on"}                        | no 'key'
			{"action":"cancel","key":"go-on","number":1}             | no 'key', 'number'
			{"text":"yes"}                                           | There is no 'action'
			{"action":"perhaps"}                                     | There is no action 'perhaps'
			""")
	void bodyHasOnlyTheFieldsOfItsAction(String body, String reason) throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		Answer answer = this.client.post("/" + reporter.taskId(), body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains(reason);
		assertThat(reporter.record().inputRequest()).isNotNull();
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.WAITING);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"action\":\"approve\",\"rows\":[1.10,12345678901234567890.12,\"ä\\u00e9\\n\"]}", "[]",
			"true", "1e5", "\"5\"", "null" })
	void valueAnswersWithJson(String json) throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		Answer answer = this.client.post("/" + reporter.taskId(),
				"{\"action\":\"answer\",\"value\":" + json + ",\"key\":\"go-on\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(reporter.answer("go-on"))
			.hasValueSatisfying((kept) -> assertThat(kept.value().text()).isEqualTo(json.replace("\\u00e9", "é")));
	}

	@Test
	void valueIsNoText() throws Exception {
		BackgroundTaskHandle<Boolean> task = ask(newSession(),
				(body) -> body.requestInput(InputRequest.of("go-on", "Go on?"), Boolean.class));
		Answer refused = this.client.post("/" + task.id(),
				"{\"action\":\"answer\",\"key\":\"go-on\",\"value\":\"true\"}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(
				this.client.post("/" + task.id(), "{\"action\":\"answer\",\"key\":\"go-on\",\"value\":true}").status())
			.isEqualTo(200);
		task.await(SOON);
		assertThat(task.result()).isTrue();
	}

	@Test
	void valueThatDoesNotFitIsRefusedWithThePlace() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?").withExpected(DECISION));
		Answer answer = this.client.post("/" + reporter.taskId(),
				"{\"action\":\"answer\",\"key\":\"go-on\",\"value\":{\"action\":\"perhaps\"}}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("action: does not have a value in");
		assertThat(reporter.record().inputRequest()).isNotNull();
	}

	@Test
	void bodyThatIsTooLargeIsRefused() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		Answer answer = answer(reporter.taskId(), "x".repeat(2_000_000));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).contains("larger than", "taskhost.payload.max-size");
		assertThat(reporter.record().inputRequest()).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"action\":\"cancel\"", "[]", "\"cancel\"", "1", "{\"value\":{]}" })
	void bodyThatIsNoObjectIsRefused(String body) throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		assertThat(this.client.post("/" + reporter.taskId(), body).status()).isEqualTo(400);
		assertThat(reporter.record().state()).isEqualTo(BackgroundTaskState.WAITING);
	}

	@Test
	void otherFieldsAreFlat() throws Exception {
		TaskReporter reporter = asks(newSession(), InputRequest.of("go-on", "Go on?"));
		assertThat(this.client
			.post("/" + reporter.taskId(),
					"{\"action\":\"answer\",\"key\":\"go-on\",\"text\":{\"action\":\"approve\"}}")
			.status()).isEqualTo(400);
		assertThat(reporter.record().inputRequest()).isNotNull();
	}

	@Test
	void answerThatAKindRejectedIsReported() throws Exception {
		for (ConfigurableApplicationContext context : List.of(this.masking, this.showing)) {
			TaskSession session = newSession(context);
			BackgroundTaskHandle<?> task;
			try (BackgroundTaskSubscription events = session.subscribe()) {
				task = session.submit(TaskRequest.of("deaf"));
				awaitQuestion(events);
			}
			JsonNode json = new EndpointClient(context)
				.post("/" + task.id(), "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}")
				.json();
			assertThat(json.path("delivery").asString()).isEqualTo("queued");
			assertThat(json.path("deliveryFailure").asString())
				.isEqualTo((context == this.showing) ? "cannot hear" : "******");
		}
	}

	private Answer answer(String path, String text) throws Exception {
		return this.client.post("/" + path,
				"{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"" + text.replace("\"", "\\\"") + "\"}");
	}

	private TaskReporter asks(TaskSession session, InputRequest question) {
		TaskReporter reporter = reporter(this.masking, session, "asking");
		reporter.ask(question);
		return reporter;
	}

	private static TaskReporter reporter(ConfigurableApplicationContext context, TaskSession session, String name) {
		return register(context, session, name + "-" + UUID.randomUUID());
	}

	private static TaskReporter register(ConfigurableApplicationContext context, TaskSession session, String id) {
		BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
		host.registerExternal(session.id(), BackgroundTaskRegistration.ofKind("reported").id(id).build(), null);
		return host.reporter(session.id(), id);
	}

	private static <R> BackgroundTaskHandle<R> ask(TaskSession session, BackgroundTask<R> body)
			throws InterruptedException {
		try (BackgroundTaskSubscription events = session.subscribe()) {
			BackgroundTaskHandle<R> task = session.spawn(BackgroundTaskRegistration.ofKind("asking").build(), body);
			awaitQuestion(events);
			return task;
		}
	}

	private static void awaitQuestion(BackgroundTaskSubscription events) throws InterruptedException {
		BackgroundTaskEvent event;
		do {
			event = events.next(SOON).orElseThrow();
		}
		while (!(event instanceof BackgroundTaskEvent.InputRequested));
	}

	/** Everybody is ann, a clerk; and there is a kind that asks and hears nothing. */
	@Configuration(proxyBeanMethods = false)
	static class Parts {

		@Bean
		TaskCallers callers() {
			return Clerk::new;
		}

		@Bean
		BackgroundTaskExecutor deaf() {
			return new Deaf();
		}

	}

	static final class Clerk implements TaskCallers.Caller {

		@Override
		public String name() {
			return "ann";
		}

		@Override
		public boolean hasAuthority(String authority) {
			return authority.equals("ROLE_CLERK");
		}

	}

	static final class Deaf implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "deaf";
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.ask(InputRequest.of("go-on", "Go on?"));
		}

		@Override
		public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) {
			throw new IllegalStateException("cannot hear");
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			reporter.cancelled(null);
		}

	}

}
