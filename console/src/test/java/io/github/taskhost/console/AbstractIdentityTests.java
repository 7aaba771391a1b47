package io.github.taskhost.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.console.Secured.Audited;
import io.github.taskhost.console.access.Client;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** The users behind the actions in the console, for the host and for the audit log. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractIdentityTests {

	private static final Map<String, String> HOURLY = Map.of("session", "s1", "id", "hourly");

	private final WebApplicationType type;

	private RealConsole console;

	AbstractIdentityTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.console = RealConsole.start(this.type, Secured.of(this.type), "taskhost.console.write-roles=WRITER,READER",
				"taskhost.console.read-roles=READER");
	}

	@AfterAll
	void stop() {
		this.console.close();
	}

	@BeforeEach
	void forget() {
		audited().events().clear();
	}

	private Audited audited() {
		return this.console.bean(Audited.class);
	}

	private AuditEvent audit() {
		assertThat(audited().events()).hasSize(1);
		return audited().events().getFirst();
	}

	private BackgroundTaskRecord task() {
		return this.console.host()
			.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("t" + UUID.randomUUID()).build(),
					null);
	}

	private int post(String path, Map<String, String> form, String user) {
		return this.console.post("/taskhost/api/" + path, form, RealConsole.basic(user, Client.CONSOLE_HEADER, "1"))
			.statusCode();
	}

	@Test
	void taskIsCancelledByTheSignedInUser() {
		BackgroundTaskRecord task = task();
		assertThat(post("tasks/" + task.uid() + "/cancel", Map.of("reason", "a secret"), "writer")).isEqualTo(200);
		assertThat(this.console.host().find(task.uid()).orElseThrow().cancelledBy()).isEqualTo("writer");
		assertThat(audit().getPrincipal()).isEqualTo("writer");
		assertThat(audit().getType()).isEqualTo("BACKGROUND_TASK_CHANGED");
		assertThat(audit().getData()).containsEntry("action", "cancel").containsEntry("uid", task.uid().toString());
		assertThat(audit().getData().toString()).doesNotContain("secret");
	}

	@Test
	void questionIsAnsweredByAUserWithItsAuthority() {
		BackgroundTaskRecord task = task();
		this.console.host()
			.reporter("s1", task.id())
			.ask(InputRequest.of("go-on", "Go on?").withAuthority("ROLE_WRITER"));
		Map<String, String> answer = Map.of("key", "go-on", "answer", "true");
		assertThat(post("tasks/" + task.uid() + "/answer", answer, "reader")).isEqualTo(403);
		assertThat(audit().getPrincipal()).isEqualTo("reader");
		assertThat(audit().getType()).isEqualTo("BACKGROUND_TASK_CHANGE_REFUSED");
		assertThat(audit().getData()).containsEntry("action", "answer").containsEntry("status", 403);
		assertThat(post("tasks/" + task.uid() + "/answer", answer, "writer")).isEqualTo(200);
		assertThat(this.console.host().task(task.uid()).answers().getFirst().by()).isEqualTo("writer");
	}

	@Test
	void userThatMayNotAnswerIsToldBefore() {
		BackgroundTaskRecord task = task();
		this.console.host()
			.reporter("s1", task.id())
			.ask(InputRequest.of("go-on", "Go on?").withAuthority("ROLE_WRITER"));
		var detail = this.console.json("/taskhost/api/tasks/" + task.uid(), RealConsole.basic("reader"));
		assertThat(detail.path("canAnswer").asBoolean()).isFalse();
		assertThat(detail.path("answerReason").asString()).contains("ROLE_WRITER");
		assertThat(this.console.json("/taskhost/api/tasks/" + task.uid(), RealConsole.basic("writer"))
			.path("canAnswer")
			.asBoolean()).isTrue();
	}

	@Test
	void sessionAndBulkActionsAreAudited() {
		task();
		assertThat(post("sessions/close", Map.of("session", "s1"), "writer")).isEqualTo(200);
		assertThat(audit().getData()).containsEntry("action", "close-session").containsEntry("session", "s1");
		forget();
		BackgroundTaskRecord one = task();
		assertThat(post("tasks/cancel", Map.of("kind", "import", "until", one.uid().toString()), "writer"))
			.isEqualTo(200);
		assertThat(audited().events()).allMatch((event) -> event.getPrincipal().equals("writer"))
			.anyMatch((event) -> "bulk-cancel".equals(event.getData().get("action"))
					&& event.getData().get("count") instanceof Integer);
	}

	@Test
	void refusedActionsAreAudited() {
		BackgroundTaskRecord task = task();
		assertThat(post("tasks/" + task.uid() + "/cancel", Map.of(), "other")).isEqualTo(403);
		assertThat(audit().getPrincipal()).isEqualTo("other");
		assertThat(audit().getType()).isEqualTo("BACKGROUND_TASK_CHANGE_REFUSED");
		assertThat(audit().getData()).containsEntry("status", 403);
		forget();
		assertThat(post("tasks/" + UUID.randomUUID() + "/cancel", Map.of(), "writer")).isEqualTo(404);
		assertThat(audit().getPrincipal()).isEqualTo("writer");
		assertThat(audit().getData()).containsEntry("action", "cancel").containsEntry("status", 404);
	}

	private void scheduleHourly() {
		TaskSession session = this.console.host().session("s1");
		session.schedules().remove("hourly");
		session.schedule("hourly", Schedule.every(Duration.ofHours(1)), TaskRequest.of("rest"));
	}

	@Test
	void scheduleIsPausedResumedAndTriggeredByTheSignedInUser() {
		scheduleHourly();
		for (String action : List.of("pause", "resume", "trigger")) {
			assertThat(post("schedules/" + action, HOURLY, "writer")).isEqualTo(200);
			assertThat(audit().getPrincipal()).isEqualTo("writer");
			assertThat(audit().getType()).isEqualTo("BACKGROUND_TASK_CHANGED");
			assertThat(audit().getData()).containsEntry("action", action + "-schedule")
				.containsEntry("session", "s1")
				.containsEntry("schedule", "hourly");
			forget();
		}
	}

	@Test
	void scheduleStaysAsItIsForAUserThatMayNotWrite() {
		scheduleHourly();
		assertThat(post("schedules/pause", HOURLY, "other")).isEqualTo(403);
		assertThat(audit().getType()).isEqualTo("BACKGROUND_TASK_CHANGE_REFUSED");
		assertThat(this.console.host().session("s1").schedules().find("hourly").orElseThrow().state())
			.isEqualTo(ScheduleState.ACTIVE);
	}

	@Test
	void refusedActionsOnSchedulesAreAudited() {
		assertThat(post("schedules/pause", Map.of("session", "s1", "id", "none"), "writer")).isEqualTo(404);
		assertThat(audit().getPrincipal()).isEqualTo("writer");
		assertThat(audit().getData()).containsEntry("action", "pause-schedule")
			.containsEntry("schedule", "none")
			.containsEntry("status", 404);
	}

	@Test
	void textsOfUsersAreOneShortLineInTheAuditLog() {
		assertThat(post("tasks/%0AFORGED%20by%20root/" + "x".repeat(2000), Map.of(), "other"))
			.isGreaterThanOrEqualTo(400);
		assertThat(post("sessions/close", Map.of("session", "a\nFORGED" + "x".repeat(100_000)), "writer"))
			.isEqualTo(400);
		assertThat(audited().events()).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.getData().toString()).doesNotContain("\n").hasSizeLessThan(1500));
	}

}
