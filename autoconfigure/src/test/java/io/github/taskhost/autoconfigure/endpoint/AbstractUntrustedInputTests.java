package io.github.taskhost.autoconfigure.endpoint;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for malicious texts in every field that accepts input, and for ids at their
 * limits, on any web server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
abstract class AbstractUntrustedInputTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final String EVERY_CHARACTER = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:~@-";

	private ConfigurableApplicationContext application;

	private BackgroundTaskHost host;

	private EndpointClient client;

	abstract Class<?> application();

	abstract WebApplicationType type();

	@BeforeAll
	void start() {
		this.application = new SpringApplicationBuilder(application(), Parts.class).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks",
					"management.endpoint.backgroundtasks.access=unrestricted",
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
	void reportsAreInertAndBounded() throws Exception {
		String id = newId();
		TaskReporter task = reported(id);
		report(task);
		task.ask(new InputRequest("go-on", HostileText.TEXT, null, null, HostileText.TEXT));
		HostileText.assertBounded(HostileText.inert(this.client.get("/" + id)).json());
		HostileText.assertListedTextsAreBounded(
				HostileText.inert(this.client.get("?session=session-" + id)).json().path("tasks").path(0));
	}

	@Test
	void textsOfOperatorsAreInertAndBounded() throws Exception {
		String id = newId();
		reported(id).ask(InputRequest.of("go-on", "Go on?"));
		HostileText.inert(this.client.post("/" + id,
				"{\"action\":\"answer\",\"key\":\"go-on\",\"text\":" + HostileText.JSON + "}"));
		JsonNode answer = HostileText.inert(this.client.get("/" + id)).json().at("/answers/0");
		assertThat(answer.path("value").asString()).contains("alert(1)");
		assertThat(answer.path("by").asString()).hasSize(128);
		JsonNode cancelled = HostileText
			.inert(this.client.post("/" + id, "{\"action\":\"cancel\",\"reason\":" + HostileText.JSON + "}"))
			.json();
		assertThat(cancelled.path("cancelReason").asString()).hasSize(512).contains("<script>");
		assertThat(cancelled.path("cancelledBy").asString()).hasSize(128);
	}

	@Test
	void reportedFailuresAreInertAndBounded() throws Exception {
		String id = newId();
		reported(id).fail(new TaskFailure(FailureKind.REPORTED, HostileText.TEXT, HostileText.TEXT));
		JsonNode json = HostileText.inert(this.client.get("/" + id)).json();
		assertThat(json.path("state").asString()).isEqualTo("failed");
		assertThat(json.at("/failure/type").asString()).hasSize(512);
		assertThat(json.at("/failure/message").asString()).hasSize(2000);
	}

	private static void report(TaskReporter task) {
		task.live(BackgroundTaskState.RUNNING);
		task.status(HostileText.TEXT);
		task.summary(HostileText.TEXT);
		task.progress(Progress.of(1, HostileText.TEXT));
		task.artifact(new TaskArtifact(HostileText.TEXT, HostileText.TEXT, HostileText.TEXT,
				"https://example.org/" + HostileText.TEXT));
		task.link(new TaskLinks(null, HostileText.TEXT, List.of(HostileText.TEXT)));
		task.output("log", HostileText.TEXT);
		task.post(HostileText.TEXT);
		task.post(List
			.of(TaskMessagePart.data(new JsonPayload("{" + HostileText.JSON_NAME + ":" + HostileText.JSON + "}"))));
	}

	@Test
	void failuresAreInertAndBounded(CapturedOutput output) throws Exception {
		String id = newId();
		TaskSession session = this.host.session("session-" + id);
		session.spawn(registration(id), (body) -> {
			throw new IllegalStateException(HostileText.TEXT, new IllegalArgumentException(HostileText.TEXT));
		}).await(SOON);
		session.spawnHidden(HostileText.TEXT, () -> {
			throw new IllegalStateException(HostileText.TEXT);
		});
		this.host.awaitIdle(SOON);
		JsonNode json = HostileText.inert(this.client.get("/" + id)).json();
		assertThat(json.at("/failure/message").asString()).hasSize(2000);
		assertThat(json.path("failureStackTrace").asString()).contains("IllegalStateException")
			.hasSizeLessThanOrEqualTo(8192);
		// Exceptions are logged unchanged: their line breaks are the encoder's concern.
		assertThat(output.getAll().lines().filter((line) -> line.contains(id) || line.contains("Hidden task '")))
			.anyMatch((line) -> line.contains("Task " + id + " of session session-" + id + " failed"))
			.anyMatch((line) -> line.contains("Hidden task '"))
			.allMatch(HostileText::isPlain)
			.noneMatch((line) -> line.length() > 3000);
	}

	@Test
	void threadsAndMetersContainNoTexts() throws Exception {
		String id = newId();
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.session("session-" + id).spawn(registration(id), (body) -> {
			running.countDown();
			body.sleep(Duration.ofDays(1));
			return "done";
		});
		running.await();
		assertThat(HostileText.inert(this.client.get("/" + id)).json().path("thread").asString())
			.matches("[A-Za-z0-9_ -]+");
		task.cancel(HostileText.TEXT);
		task.await(SOON);
		Stream<String> tags = this.application.getBean(MeterRegistry.class)
			.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((meter) -> meter.getName().startsWith("taskhost."))
			.flatMap((meter) -> meter.getTags().stream())
			.map(Tag::getValue);
		assertThat(tags).isNotEmpty().allMatch((tag) -> tag.matches("[A-Za-z0-9_-]{1,64}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "state", "kind", "session", "limit", "after", "unresponsive" })
	void refusedParametersAreInert(String parameter) throws Exception {
		String value = URLEncoder.encode(HostileText.WHOLE.substring(0, 200), StandardCharsets.UTF_8);
		Answer answer = HostileText.inert(this.client.get("?" + parameter + "=" + value));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).isNotEmpty().hasSizeLessThanOrEqualTo(2000);
	}

	@Test
	void refusedActionsAreInert() throws Exception {
		String id = newId();
		reported(id);
		Answer answer = HostileText.inert(this.client.post("/" + id, "{\"action\":" + HostileText.JSON + "}"));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("reason").asString()).hasSizeLessThanOrEqualTo(2000);
		Answer key = HostileText.inert(
				this.client.post("/" + id, "{\"action\":\"answer\",\"text\":\"a\",\"key\":" + HostileText.JSON + "}"));
		assertThat(key.status()).isIn(400, 409);
		assertThat(key.json().path("reason").asString()).hasSizeLessThanOrEqualTo(2000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%1B%5B31m", "%E2%80%AE", "a%20b", "%3Cscript%3E", "%C3%A4", "a%0AWARN", "%25" })
	void refusedPathsAreInert(String id) throws Exception {
		for (Answer answer : List.of(this.client.get("/" + id), this.client.delete("/" + id),
				this.client.post("/" + id, "{\"action\":\"cancel\"}"))) {
			assertThat(answer.status()).isIn(400, 404);
			assertThat(HostileText.isPlain(answer.body())).isTrue();
		}
	}

	@Test
	void idsAtTheirLimitsWork() throws Exception {
		String session = longest("s-" + UUID.randomUUID());
		for (String id : List.of(longest(newId()), "...", ".hidden", "a.json", "~", "@", ":", "-", "_")) {
			this.host.registerExternal(session, registration(id), null);
			String encoded = id.replace(":", "%3A").replace("@", "%40").replace("~", "%7E");
			assertThat(idOf(this.client.get("/" + id + "?session=" + session))).isEqualTo(id);
			assertThat(idOf(this.client.get("/" + encoded + "?session=" + session))).isEqualTo(id);
			Answer cancelled = this.client.post("/" + session + "/" + encoded, "{\"action\":\"cancel\"}");
			assertThat(idOf(cancelled)).isEqualTo(id);
			assertThat(idOf(this.client.delete("/" + id + "?session=" + session))).isEqualTo(id);
			assertThat(this.host.getManaged(session, id)).get()
				.extracting(BackgroundTaskRecord::state)
				.isEqualTo(BackgroundTaskState.CANCELLED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ".", "..", "%2E%2E", "%2F", "a%2Fb", "%2E%2E%2Fhealth", "a;b=c" })
	void pathTraversalChangesNothing(String path) throws Exception {
		String id = newId();
		BackgroundTaskRecord task = this.host.registerExternal("session-" + id, registration(id), null);
		assertThat(this.client.delete("/" + path).status()).isIn(400, 404, 405);
		assertThat(this.client.delete("/" + path + "/" + id).status()).isIn(400, 404, 405);
		assertThat(this.client.post("/" + path + "/" + id, "{\"action\":\"cancel\"}").status()).isIn(400, 404, 405);
		assertThat(this.host.find(task.uid())).contains(task);
	}

	private TaskReporter reported(String id) {
		this.host.registerExternal("session-" + id, registration(id), null);
		return this.host.reporter("session-" + id, id);
	}

	private static BackgroundTaskRegistration registration(String id) {
		return BackgroundTaskRegistration.ofKind("hostile")
			.id(id)
			.displayName(HostileText.TEXT)
			.producer(HostileText.TEXT)
			.input(new JsonPayload(HostileText.JSON))
			.build();
	}

	private static String newId() {
		return "task-" + UUID.randomUUID();
	}

	private static String longest(String prefix) {
		return (prefix + EVERY_CHARACTER.repeat(3)).substring(0, 200);
	}

	private static String idOf(Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		return answer.json().path("id").asString();
	}

	/** Everybody has a name that means harm. */
	@Configuration(proxyBeanMethods = false)
	static class Parts {

		@Bean
		TaskCallers callers() {
			return Mallory::new;
		}

	}

	static final class Mallory implements TaskCallers.Caller {

		@Override
		public String name() {
			return HostileText.TEXT;
		}

		@Override
		public boolean hasAuthority(String authority) {
			return true;
		}

	}

}
