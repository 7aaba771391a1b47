package io.github.taskhost.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.message.Answer;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The operations of the console of an application without Spring Security, over HTTP.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractConsoleTests {

	static final String[] WRITE = { "X-Taskhost-Console", "1" };

	RealConsole console;

	private final WebApplicationType type;

	AbstractConsoleTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.console = RealConsole.start(this.type, Sleeper.class, RealConsole.OPEN,
				"taskhost.console.show-values=always", "taskhost.console.environment=staging");
	}

	@AfterAll
	void stop() {
		this.console.close();
	}

	@BeforeEach
	void forgetTasks() throws InterruptedException {
		((io.github.taskhost.local.LocalBackgroundTaskHost) this.console.host()).reset(Duration.ofSeconds(10));
	}

	private static BackgroundTaskRegistration named(String id) {
		return BackgroundTaskRegistration.ofKind("import").id(id).build();
	}

	private static String path(BackgroundTaskRecord task, String more) {
		return "/taskhost/api/tasks/" + task.uid() + more;
	}

	private BackgroundTaskRecord external(String session, String id) {
		return this.console.host().registerExternal(session, named(id), null);
	}

	@Test
	void pathWithoutASlashLeadsToTheDocument() {
		HttpResponse<String> redirect = this.console.get("/taskhost?view=tasks&state=failed");
		assertThat(redirect.statusCode()).isEqualTo(302);
		assertThat(redirect.headers().firstValue("Location")).hasValue("taskhost/?view=tasks&state=failed");
		HttpResponse<String> document = this.console.get("/taskhost/?view=tasks");
		assertThat(document.statusCode()).isEqualTo(200);
		assertThat(document.headers().firstValue("Content-Type")).hasValueSatisfying(
				(value) -> assertThat(value.replace(" ", "")).isEqualToIgnoringCase("text/html;charset=UTF-8"));
		assertThat(document.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
				(policy) -> assertThat(policy).contains("default-src 'none'", "require-trusted-types-for 'script'"));
		assertThat(document.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
		assertThat(document.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(document.body()).doesNotContain("@version@");
	}

	@Test
	void filesOfThePageAreServedForAYear() {
		Matcher links = Pattern.compile("(?:href|src)=\"(assets/[^\"]+)\"")
			.matcher(this.console.get("/taskhost/").body());
		int files = 0;
		while (links.find()) {
			HttpResponse<String> file = this.console.get("/taskhost/" + links.group(1));
			assertThat(file.statusCode()).as(links.group(1)).isEqualTo(200);
			assertThat(file.headers().firstValue("Cache-Control"))
				.hasValueSatisfying((value) -> assertThat(value).contains("max-age=31536000"));
			files++;
		}
		assertThat(files).isGreaterThan(3);
		assertThat(this.console.get("/taskhost/assets/x/js/main.js").statusCode()).isEqualTo(404);
		assertThat(this.console.get("/taskhost/assets/../../application.properties").statusCode()).isGreaterThan(399);
		assertThat(this.console.get("/taskhost/api/nothing").statusCode()).isEqualTo(404);
	}

	@Test
	void sessionSaysWhatTheUserMayDo() {
		JsonNode session = this.console.json("/taskhost/api/session");
		assertThat(session.path("canWrite").asBoolean()).isTrue();
		assertThat(session.path("application").asString()).isEqualTo("shop");
		assertThat(session.path("environment").asString()).isEqualTo("staging");
		assertThat(session.path("phase").asString()).isEqualTo("running");
		assertThat(session.has("user")).isFalse();
		assertThat(session.has("csrf")).isFalse();
		assertThat(session.path("limits").path("bulkStep").asInt()).isEqualTo(1000);
	}

	@Test
	void overviewHasTheNumbersOfTheHost() {
		BackgroundTaskRecord waiting = this.console.host().register("s1", named("a"));
		external("s1", "b");
		JsonNode overview = this.console.json("/taskhost/api/overview");
		assertThat(overview.path("states").path("pending").asInt()).isEqualTo(1);
		assertThat(overview.path("states").path("running").asInt()).isEqualTo(1);
		assertThat(overview.path("oldestPending").path("uid").asString()).isEqualTo(waiting.uid().toString());
		assertThat(overview.path("kinds").get(0).path("name").asString()).isEqualTo("import");
		assertThat(overview.path("sessions").asInt()).isEqualTo(1);
	}

	@Test
	void tasksAreListedFilteredAndPaged() {
		for (int i = 0; i < 5; i++) {
			external("s" + i % 2, "t" + i);
		}
		this.console.host().markTerminal("s0", "t0", BackgroundTaskState.FAILED);
		assertThat(ids("")).containsExactly("t4", "t3", "t2", "t1", "t0");
		assertThat(ids("?order=oldest&limit=2")).containsExactly("t0", "t1");
		assertThat(ids("?state=failed")).containsExactly("t0");
		assertThat(ids("?state=running&state=failed&session=s0")).containsExactly("t4", "t2", "t0");
		assertThat(ids("?text=T3")).containsExactly("t3");
		assertThat(ids("?olderThan=PT1H")).isEmpty();
		JsonNode page = this.console.json("/taskhost/api/tasks?limit=2");
		JsonNode next = this.console.json("/taskhost/api/tasks?limit=2&after=" + page.path("next").asString());
		assertThat(next.path("tasks").get(0).path("id").asString()).isEqualTo("t2");
		JsonNode back = this.console.json("/taskhost/api/tasks?limit=2&before=" + next.path("previous").asString());
		assertThat(back.path("tasks").get(0).path("id").asString()).isEqualTo("t4");
	}

	private List<String> ids(String query) {
		List<String> ids = new ArrayList<>();
		this.console.json("/taskhost/api/tasks" + query)
			.path("tasks")
			.forEach((task) -> ids.add(task.path("id").asString()));
		return ids;
	}

	@Test
	void badParametersAreExplained() {
		for (String query : List.of("tasks?state=nowhere", "tasks?limit=0", "tasks?limit=x", "tasks?olderThan=soon",
				"tasks/not-a-uid", "live?view=else&once=true", "sessions?limit=5000", "live?view=task&once=true")) {
			HttpResponse<String> refused = this.console.get("/taskhost/api/" + query);
			assertThat(refused.statusCode()).as(query).isEqualTo(400);
			assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
			assertThat(RealConsole.read(refused).path("detail").asString()).as(query).contains("use");
		}
		HttpResponse<String> gone = this.console.get("/taskhost/api/tasks/" + UUID.randomUUID());
		assertThat(gone.statusCode()).isEqualTo(404);
		assertThat(RealConsole.read(gone).path("detail").asString()).contains("removed");
	}

	@Test
	void detailHasTheTimelineTheFamilyAndTheValues() throws InterruptedException {
		BackgroundTaskHandle<String> parent = this.console.host()
			.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("import")
				.id("parent")
				.input(new JsonPayload("{\"big\":9007199254740993}"))
				.build(), (context) -> {
					context.spawnChild(BackgroundTaskRegistration.ofKind("import").id("child").build(), (inner) -> 1)
						.await(Duration.ofSeconds(20));
					return "done";
				});
		parent.await(Duration.ofSeconds(20));
		JsonNode detail = this.console.json(path(parent.record(), ""));
		assertThat(detail.path("input").path("text").asString()).contains("9007199254740993");
		assertThat(detail.path("result").path("text").asString()).isEqualTo("\"done\"");
		assertThat(detail.path("childrenCount").asInt()).isEqualTo(1);
		assertThat(detail.path("timeline").get(0).path("type").asString()).isEqualTo("registered");
		assertThat(detail.path("timeline").valueStream().map((moment) -> moment.path("type").asString()))
			.endsWith("completed");
		JsonNode child = this.console.json(path(parent.record(), "/children")).path("tasks").get(0);
		JsonNode of = this.console.json("/taskhost/api/tasks/" + child.path("uid").asString());
		assertThat(of.path("ancestors").get(0).path("name").asString()).isEqualTo("parent");
	}

	@Test
	void questionIsAnsweredWithJsonAndItsUserIsRefusedOtherwise() throws Exception {
		InputRequest question = InputRequest.of("publish", "Publish?")
			.withExpected(new JsonPayload(
					"{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}"));
		BackgroundTaskHandle<JsonPayload> task = this.console.host().session("s1").spawn(named("asks"), (context) -> {
			Answer answer = context.requestInput(question);
			return answer.value();
		});
		Awaitility.await().until(() -> task.record().inputRequest() != null);
		JsonNode detail = this.console.json(path(task.record(), ""));
		assertThat(detail.path("canAnswer").asBoolean()).isTrue();
		assertThat(detail.path("question").path("expected").path("type").asString()).isEqualTo("object");
		HttpResponse<String> wrong = this.console.post(path(task.record(), "/answer"),
				Map.of("key", "publish", "number", "1", "answer", "{\"ok\":3}"), WRITE);
		assertThat(wrong.statusCode()).isEqualTo(400);
		HttpResponse<String> right = this.console.post(path(task.record(), "/answer"),
				Map.of("key", "publish", "number", "1", "answer", "{\"ok\":true}"), WRITE);
		assertThat(right.statusCode()).as(right.body()).isEqualTo(200);
		assertThat(task.await(Duration.ofSeconds(20)).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		JsonNode answered = this.console.json(path(task.record(), ""));
		assertThat(answered.path("answers").get(0).path("text").asString()).isEqualTo("{\"ok\":true}");
		assertThat(answered.path("timeline").valueStream().map((moment) -> moment.path("type").asString()))
			.contains("waiting", "answered", "running", "completed");
	}

	@Test
	void declinedQuestionIsAMoment() throws Exception {
		BackgroundTaskHandle<String> task = this.console.host().session("s1").spawn(named("asks"), (context) -> {
			try {
				return context.requestInput(InputRequest.of("publish", "Publish?")).key();
			}
			catch (InputDeclinedException ex) {
				return "declined";
			}
		});
		Awaitility.await().until(() -> task.record().inputRequest() != null);
		HttpResponse<String> declined = this.console.post(path(task.record(), "/decline"),
				Map.of("key", "publish", "number", "1"), WRITE);
		assertThat(declined.statusCode()).as(declined.body()).isEqualTo(200);
		task.await(Duration.ofSeconds(20));
		JsonNode timeline = this.console.json(path(task.record(), "")).path("timeline");
		assertThat(timeline.valueStream().map((moment) -> moment.path("type").asString())).endsWith("waiting",
				"declined", "completed");
	}

	@Test
	void messagesAndOutputAreReadInPages() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.console.host().session("s1").spawn(named("talks"), (context) -> {
			context.output("stdout", "one");
			context.output("stdout", "two");
			done.await();
			return "x";
		});
		Awaitility.await().until(() -> task.output(0, 10).lines().size() == 2);
		JsonNode first = this.console.json(path(task.record(), "/output?limit=1"));
		assertThat(first.path("lines").get(0).path("text").asString()).isEqualTo("one");
		JsonNode second = this.console.json(path(task.record(), "/output?after=" + first.path("next").asLong()));
		assertThat(second.path("lines").get(0).path("text").asString()).isEqualTo("two");
		assertThat(this.console.post(path(task.record(), "/message"), Map.of("text", "hello"), WRITE).statusCode())
			.isEqualTo(200);
		JsonNode messages = this.console.json(path(task.record(), "/messages")).path("messages");
		assertThat(messages.get(0).path("direction").asString()).isEqualTo("in");
		assertThat(messages.get(0).path("parts").get(0).path("text").asString()).isEqualTo("hello");
		JsonNode stack = this.console.json(path(task.record(), "/stack"));
		assertThat(stack.path("stack").toString()).contains("CountDownLatch");
		done.countDown();
	}

	@Test
	void tasksAreCancelledOneManyAndAllThatMatch() {
		List<BackgroundTaskRecord> tasks = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			tasks.add(this.console.host()
				.registerExternal("s1",
						BackgroundTaskRegistration.ofKind((i < 4) ? "import" : "job").id("t" + i).build(), null));
		}
		HttpResponse<String> one = this.console.post(path(tasks.get(0), "/cancel"), Map.of("reason", "enough"), WRITE);
		assertThat(RealConsole.read(one).path("task").path("state").asString()).isEqualTo("cancel_requested");
		assertThat(RealConsole.read(one).path("task").path("cancelReason").asString()).isEqualTo("enough");
		HttpResponse<String> now = this.console.post(path(tasks.get(0), "/cancel"), Map.of("now", "true"), WRITE);
		assertThat(RealConsole.read(now).path("task").path("state").asString()).isEqualTo("cancelled");
		JsonNode chosen = RealConsole.read(
				this.console.post("/taskhost/api/tasks/cancel?uid=" + tasks.get(1).uid() + "&uid=" + UUID.randomUUID(),
						Map.of("now", "true"), WRITE));
		assertThat(chosen.path("asked").asInt()).isEqualTo(1);
		assertThat(chosen.path("skipped").asInt()).isEqualTo(1);
		JsonNode preview = RealConsole
			.read(this.console.post("/taskhost/api/tasks/cancel", Map.of("kind", "import", "preview", "true"), WRITE));
		assertThat(preview.path("count").asInt()).isEqualTo(2);
		external("s1", "later");
		JsonNode step = RealConsole.read(this.console.post("/taskhost/api/tasks/cancel",
				Map.of("kind", "import", "until", preview.path("until").asString(), "now", "true"), WRITE));
		assertThat(step.path("asked").asInt()).isEqualTo(2);
		assertThat(ids("?state=running")).containsExactly("later", "t5", "t4");
		HttpResponse<String> all = this.console.post("/taskhost/api/tasks/cancel",
				Map.of("until", preview.path("until").asString()), WRITE);
		assertThat(all.statusCode()).isEqualTo(400);
	}

	@Test
	void sessionIsPreviewedAndClosed() {
		this.console.host().registerExternal("s1", named("kept"), null);
		this.console.host()
			.registerExternal("s1",
					BackgroundTaskRegistration.ofKind("import").id("ends").closePolicy(ClosePolicy.TRANSFER).build(),
					null);
		JsonNode sessions = this.console.json("/taskhost/api/sessions").path("sessions");
		assertThat(sessions.get(0).path("id").asString()).isEqualTo("s1");
		assertThat(sessions.get(0).path("states").path("running").asInt()).isEqualTo(2);
		JsonNode preview = this.console.json("/taskhost/api/sessions/close-preview?session=s1");
		assertThat(preview.path("keep").asInt()).isEqualTo(1);
		assertThat(preview.path("transfer").asInt()).isEqualTo(1);
		HttpResponse<String> closed = this.console.post("/taskhost/api/sessions/close",
				Map.of("session", "s1", "successor", "s2"), WRITE);
		assertThat(RealConsole.read(closed).path("transferred").toString()).isEqualTo("[\"ends\"]");
		assertThat(RealConsole.read(closed).path("kept").toString()).isEqualTo("[\"kept\"]");
	}

	/** An application with a kind. */
	static class Sleeper {

		@BackgroundTaskKind("sleep")
		void sleep(BackgroundTaskContext context) throws InterruptedException {
			context.sleep(Duration.ofHours(1));
		}

	}

	private HttpResponse<String> onSchedule(String action, String id) {
		return this.console.post("/taskhost/api/schedules/" + action, Map.of("session", "s1", "id", id), WRITE);
	}

	private void schedule() {
		this.console.host()
			.session("s1")
			.schedule("nightly", Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin")), TaskRequest.of("sleep"));
	}

	@Test
	void schedulesAreListedWithTheirNextTimes() {
		schedule();
		JsonNode row = this.console.json("/taskhost/api/schedules?session=s1").path("schedules").get(0);
		JsonNode schedule = row.path("schedule");
		assertThat(schedule.path("id").asString()).isEqualTo("nightly");
		assertThat(schedule.path("schedule").asString()).isEqualTo("0 0 3 * * *");
		assertThat(schedule.path("zone").asString()).isEqualTo("Europe/Berlin");
		assertThat(schedule.path("next")).hasSize(5);
		assertThat(row.path("lastRun").isMissingNode() || row.path("lastRun").isNull()).isTrue();
		assertThat(this.console.json("/taskhost/api/schedules?session=s2").path("schedules")).isEmpty();
	}

	@Test
	void scheduleIsPausedResumedTriggeredAndRemoved() {
		schedule();
		assertThat(RealConsole.read(onSchedule("pause", "nightly")).at("/schedule/schedule/state").asString())
			.isEqualTo("paused");
		assertThat(RealConsole.read(onSchedule("resume", "nightly")).at("/schedule/schedule/state").asString())
			.isEqualTo("active");
		String run = RealConsole.read(onSchedule("trigger", "nightly")).path("run").asString();
		JsonNode task = this.console.json("/taskhost/api/tasks/" + run);
		assertThat(task.at("/run/scheduleId").asString()).isEqualTo("nightly");
		assertThat(this.console.json("/taskhost/api/schedules").at("/schedules/0/lastRun/uid").asString())
			.isEqualTo(run);
		assertThat(onSchedule("remove", "nightly").statusCode()).isEqualTo(200);
		assertThat(this.console.json("/taskhost/api/schedules").path("schedules")).isEmpty();
	}

	@Test
	void actionOnAnUnknownScheduleIsRefused() {
		HttpResponse<String> refused = onSchedule("pause", "none");
		assertThat(refused.statusCode()).isEqualTo(404);
		assertThat(RealConsole.read(refused).path("detail").asString()).contains("'none'", "'s1'");
		assertThat(onSchedule("explode", "none").statusCode()).isEqualTo(404);
		assertThat(
				this.console.post("/taskhost/api/schedules/pause", Map.of("session", "s1", "id", "none")).statusCode())
			.isEqualTo(403);
	}

	@Test
	void taskNamesTheTasksThatItWaitsFor() {
		external("s1", "load");
		BackgroundTaskRecord next = this.console.host()
			.session("s1")
			.submit(TaskRequest.of("sleep").after("load"))
			.record();
		JsonNode task = this.console.json(path(next, ""));
		assertThat(task.path("awaitedCount").asInt()).isEqualTo(1);
		assertThat(task.at("/awaited/0/name").asString()).isEqualTo("load");
		assertThat(task.at("/awaited/0/state").asString()).isEqualTo("running");
	}

	@Test
	void kindsHaveTheirNumbers() {
		external("s1", "a");
		JsonNode kinds = this.console.json("/taskhost/api/kinds").path("kinds");
		assertThat(kinds.valueStream().map((kind) -> kind.path("name").asString())).contains("import");
	}

	@Test
	void requestsOfOtherPagesAreRefused() {
		BackgroundTaskRecord task = external("s1", "a");
		assertThat(this.console.post(path(task, "/cancel"), Map.of()).statusCode()).isEqualTo(403);
		assertThat(this.console
			.post(path(task, "/cancel"), Map.of(), "X-Taskhost-Console", "1", "Origin", "http://evil.example")
			.statusCode()).isEqualTo(403);
		assertThat(this.console.get("/taskhost/", "X-Forwarded-For", "10.1.2.3").statusCode()).isEqualTo(404);
		assertThat(this.console.host().find(task.uid()).orElseThrow().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void rowsAreSampledAndGoOn() throws Exception {
		BackgroundTaskRecord task = external("s1", "a");
		List<String> names = new ArrayList<>();
		try (Events events = new Events("/taskhost/api/live?view=rows&uid=" + task.uid() + "&newest=" + task.uid())) {
			assertThat(events.next("rows").path("rows").get(0).path("id").asString()).isEqualTo("a");
			this.console.host().reporter("s1", "a").progress(Progress.of(1, 2, "files"));
			JsonNode changed = events.next("rows");
			assertThat(changed.path("rows").get(0).path("progress").path("current").asInt()).isEqualTo(1);
			external("s1", "b");
			assertThat(events.next("newer").path("count").asInt()).isEqualTo(1);
			this.console.host().unregisterExternal("s1", "a");
			assertThat(events.next("rows").path("gone").get(0).asString()).isEqualTo(task.uid().toString());
			names.addAll(events.names);
		}
		assertThat(names).doesNotContain("bye");
	}

	@Test
	void taskIsFollowedFromAPosition() throws Exception {
		BackgroundTaskRecord task = external("s1", "a");
		this.console.host().reporter("s1", "a").output("stdout", "one");
		String id;
		try (Events events = new Events("/taskhost/api/live?view=task&uid=" + task.uid())) {
			JsonNode first = events.next("task");
			assertThat(first.path("task").path("id").asString()).isEqualTo("a");
			assertThat(first.path("lines").path("lines").get(0).path("text").asString()).isEqualTo("one");
			id = events.id;
		}
		this.console.host().reporter("s1", "a").output("stdout", "two");
		try (Events events = new Events("/taskhost/api/live?view=task&uid=" + task.uid(), "Last-Event-ID", id)) {
			assertThat(events.next("task")
				.path("lines")
				.path("lines")
				.valueStream()
				.map((line) -> line.path("text").asString())).containsExactly("two");
		}
		JsonNode once = this.console.json("/taskhost/api/live?view=task&once=true&uid=" + task.uid() + "&from=" + id);
		assertThat(once.path("task").path("lines").path("lines").get(0).path("text").asString()).isEqualTo("two");
		assertThat(once.path("id").asString()).startsWith("o");
	}

	@Test
	void overviewIsSentEverySecond() throws Exception {
		try (Events events = new Events("/taskhost/api/live?view=overview")) {
			events.next("overview");
			external("s1", "a");
			JsonNode second = events.next("overview");
			assertThat(second.path("states").path("running").asInt()).isEqualTo(1);
		}
	}

	/** A stream that is read in the background. */
	final class Events implements AutoCloseable {

		private final BufferedReader lines;

		private final HttpResponse<java.io.InputStream> response;

		final List<String> names = new ArrayList<>();

		String id = "";

		Events(String path, String... headers) throws IOException, InterruptedException {
			var request = AbstractConsoleTests.this.console.request(path);
			this.response = AbstractConsoleTests.this.console.client()
				.send(((headers.length > 0) ? request.headers(headers) : request).build(),
						BodyHandlers.ofInputStream());
			assertThat(this.response.statusCode()).isEqualTo(200);
			assertThat(this.response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
			this.lines = new BufferedReader(new InputStreamReader(this.response.body(), StandardCharsets.UTF_8));
		}

		/** Reads up to the next event of a name. */
		JsonNode next(String name) throws Exception {
			try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
				Future<JsonNode> found = reader.submit(() -> read(name));
				return found.get(20, TimeUnit.SECONDS);
			}
		}

		private JsonNode read(String name) throws IOException {
			String event = "";
			for (String line = this.lines.readLine(); line != null; line = this.lines.readLine()) {
				if (line.startsWith("event: ")) {
					event = line.substring(7);
					this.names.add(event);
				}
				else if (line.startsWith("id: ")) {
					this.id = line.substring(4);
				}
				else if (line.startsWith("data: ") && event.equals(name)) {
					return new tools.jackson.databind.json.JsonMapper().readTree(line.substring(6));
				}
			}
			throw new AssertionError("The stream ended before an event " + name + ", after " + this.names);
		}

		@Override
		public void close() throws IOException {
			this.response.body().close();
		}

	}

}
