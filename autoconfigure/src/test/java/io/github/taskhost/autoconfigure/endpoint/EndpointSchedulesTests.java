package io.github.taskhost.autoconfigure.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for schedules over HTTP, on both kinds of web server. Every test has a separate
 * session.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class EndpointSchedulesTests {

	private static final Schedule NIGHTLY = Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin"));

	private final Map<Server, ConfigurableApplicationContext> applications = new LinkedHashMap<>();

	@BeforeAll
	void start() {
		run(Server.SERVLET, ServletBackgroundTasksEndpointTests.Application.class, WebApplicationType.SERVLET);
		run(Server.REACTIVE, ReactiveBackgroundTasksEndpointTests.Application.class, WebApplicationType.REACTIVE);
	}

	private void run(Server server, Class<?> application, WebApplicationType type) {
		this.applications.put(server, new SpringApplicationBuilder(application, KindsConfiguration.class).web(type)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks", "taskhost.shutdown.grace-period=1s",
					"management.endpoint.backgroundtasks.access=unrestricted")
			.run());
	}

	@AfterAll
	void stop() {
		this.applications.values().forEach(ConfigurableApplicationContext::close);
	}

	private EndpointClient client(Server server) {
		return new EndpointClient(this.applications.get(server));
	}

	private TaskSession newSession(Server server) {
		return this.applications.get(server).getBean(BackgroundTaskHost.class).session("session-" + UUID.randomUUID());
	}

	private static List<String> ids(Answer answer) {
		return answer.json().path("schedules").valueStream().map((schedule) -> schedule.path("id").asString()).toList();
	}

	@ParameterizedTest
	@EnumSource
	void schedulesAreListedWithoutTheirInput(Server server) throws Exception {
		TaskSession session = newSession(server);
		ScheduleRecord nightly = session.schedule("nightly", NIGHTLY, TaskRequest.of("echo").input("very-secret"));
		Answer answer = client(server).get("?schedules&session=" + session.id());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).doesNotContain("very-secret");
		JsonNode json = answer.json().path("schedules").path(0);
		assertThat(json.path("sessionId").asString()).isEqualTo(session.id());
		assertThat(json.path("uid").asString()).isEqualTo(nightly.uid().toString());
		assertThat(json.path("kind").asString()).isEqualTo("echo");
		assertThat(json.path("state").asString()).isEqualTo("active");
		assertThat(json.path("schedule").asString()).isEqualTo("0 0 3 * * *");
		assertThat(json.path("zone").asString()).isEqualTo("Europe/Berlin");
		assertThat(json.path("overlap").asString()).isEqualTo("skip");
		assertThat(json.path("misfire").asString()).isEqualTo("run_once");
		assertThat(json.path("next").valueStream().map(JsonNode::asString))
			.containsExactlyElementsOf(nightly.next().stream().map(Instant::toString).toList());
		assertThat(json.path("counts").path("runs").asInt(-1)).isZero();
		assertThat(json.has("lastRun")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void schedulesArePaged(Server server) throws Exception {
		TaskSession session = newSession(server);
		for (String id : List.of("a", "b", "c")) {
			session.schedule(id, Schedule.every(Duration.ofDays(1)), TaskRequest.of("echo").input("x"));
		}
		Answer first = client(server).get("?schedules=true&limit=2&session=" + session.id());
		assertThat(ids(first)).containsExactly("a", "b");
		assertThat(first.json().path("schedules").path(0).path("schedule").asString()).isEqualTo("every PT24H");
		Answer second = client(server)
			.get("?schedules&session=" + session.id() + "&after=" + first.json().path("next").asString());
		assertThat(ids(second)).containsExactly("c");
		assertThat(second.json().has("next")).isFalse();
		assertThat(ids(client(server).get("?schedules"))).contains("a");
	}

	@ParameterizedTest
	@EnumSource
	void parametersOfListsAreChecked(Server server) throws Exception {
		for (String query : List.of("?schedules=all", "?schedules&kind=echo", "?schedules&limit=0",
				"?schedules&after=x", "?schedules&session=a%20b")) {
			assertThat(client(server).get(query).status()).as(query).isEqualTo(400);
		}
	}

	private Answer act(Server server, String path, String action) throws Exception {
		return client(server).post(path, "{\"action\":\"" + action + "\"}");
	}

	@ParameterizedTest
	@EnumSource
	void schedulesArePausedAndResumed(Server server) throws Exception {
		TaskSession session = newSession(server);
		session.schedule("nightly", NIGHTLY, TaskRequest.of("echo").input("very-secret"));
		Answer paused = act(server, "/" + session.id() + "/nightly", "pause-schedule");
		assertThat(paused.status()).isEqualTo(200);
		assertThat(paused.body()).doesNotContain("very-secret");
		assertThat(paused.json().path("schedule").path("state").asString()).isEqualTo("paused");
		Answer resumed = act(server, "/nightly?session=" + session.id(), "resume-schedule");
		assertThat(resumed.json().path("schedule").path("state").asString()).isEqualTo("active");
		assertThat(resumed.json().has("run")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void triggerStartsARunUnlessOneIsLive(Server server) throws Exception {
		TaskSession session = newSession(server);
		session.schedule("slow", NIGHTLY, TaskRequest.of("slow"));
		JsonNode json = act(server, "/" + session.id() + "/slow", "trigger-schedule").json();
		assertThat(json.path("schedule").path("lastRun").asString()).isEqualTo(json.path("run").asString());
		assertThat(session.list()).singleElement()
			.satisfies((run) -> assertThat(run.uid().toString()).isEqualTo(json.path("run").asString()));
		Answer refused = act(server, "/" + session.id() + "/slow", "trigger-schedule");
		assertThat(refused.status()).isEqualTo(409);
		session.cancelAllNow(null);
	}

	@ParameterizedTest
	@EnumSource
	void removedScheduleIsGoneAndItsRunGoesOn(Server server) throws Exception {
		TaskSession session = newSession(server);
		ScheduleRecord slow = session.schedule("slow", NIGHTLY, TaskRequest.of("slow").input("very-secret"));
		session.schedules().trigger("slow");
		Answer removed = act(server, "/" + session.id() + "/slow", "remove-schedule");
		assertThat(removed.status()).isEqualTo(200);
		assertThat(removed.body()).doesNotContain("very-secret");
		assertThat(removed.json().path("schedule").path("uid").asString()).isEqualTo(slow.uid().toString());
		assertThat(session.schedules().list()).isEmpty();
		assertThat(session.list()).singleElement().satisfies((run) -> assertThat(run.state().isTerminal()).isFalse());
		Answer again = act(server, "/" + session.id() + "/slow", "remove-schedule");
		assertThat(again.status()).isEqualTo(404);
		assertThat(again.body()).contains("has no schedule 'slow'", "?schedules");
		session.cancelAllNow(null);
	}

	@ParameterizedTest
	@EnumSource
	void pageOfTasksHasTheNumbersOfSchedules(Server server) throws Exception {
		TaskSession session = newSession(server);
		JsonNode before = client(server).get("").json().path("schedules");
		session.schedule("a", NIGHTLY, TaskRequest.of("slow"));
		session.schedule("b", NIGHTLY, TaskRequest.of("slow"));
		session.schedules().pause("b");
		JsonNode after = client(server).get("").json().path("schedules");
		assertThat(after.path("active").asInt() - before.path("active").asInt()).isOne();
		assertThat(after.path("paused").asInt() - before.path("paused").asInt()).isOne();
		assertThat(after.path("overdue").asString()).isEqualTo("PT0S");
	}

	@ParameterizedTest
	@EnumSource
	void actionsThatNameNoScheduleAreRefused(Server server) throws Exception {
		TaskSession session = newSession(server);
		session.schedule("nightly", NIGHTLY, TaskRequest.of("slow"));
		String path = "/" + session.id() + "/nightly";
		assertThat(act(server, path + "x", "pause-schedule").status()).isEqualTo(404);
		assertThat(act(server, "/nightly", "pause-schedule").status()).isEqualTo(400);
		assertThat(act(server, path, "cancel").status()).isEqualTo(404);
		assertThat(client(server).post(path, "{\"action\":\"pause-schedule\",\"reason\":\"x\"}").status())
			.isEqualTo(400);
	}

	enum Server {

		SERVLET, REACTIVE

	}

	@Configuration(proxyBeanMethods = false)
	static class KindsConfiguration {

		@BackgroundTaskKind("echo")
		String echo(String text) {
			return text;
		}

		@BackgroundTaskKind("slow")
		void slow(@Nullable String unused, BackgroundTaskContext context) throws InterruptedException {
			context.sleep(Duration.ofDays(1));
		}

	}

}
