package io.github.taskhost.autoconfigure.endpoint;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for the audit events of the endpoint without an authenticated user.
 */
class EndpointAuditTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class,
				TaskhostEndpointAutoConfiguration.class, AuditAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=backgroundtasks",
				"management.endpoint.backgroundtasks.show-values=always");

	private final ApplicationContextRunner audited = this.contexts.withBean(AuditEventRepository.class,
			InMemoryAuditEventRepository::new);

	@Test
	void changesAreAuditedWithTheirTask() {
		this.audited.run((context) -> {
			BackgroundTaskRecord cancelled = register(context, "a");
			cancel(context, "a", "what was said");
			BackgroundTaskRecord ended = register(context, "b");
			cancelNow(context, "b");
			BackgroundTaskRecord answered = register(context, "c");
			reporterAsks(context, "c");
			answer(context, "c", "what was said");
			BackgroundTaskRecord declined = register(context, "d");
			reporterAsks(context, "d");
			extension(context).act(SecurityContext.NONE, new String[] { "d" }, null, "decline", "what was said",
					"go-on", 1, null, null);
			assertThat(events(context)).extracting(AuditEvent::getType).containsOnly(TaskAudit.CHANGED);
			assertThat(events(context)).extracting(AuditEvent::getPrincipal).containsOnly("anonymous");
			assertThat(events(context)).extracting(AuditEvent::getData)
				.isEqualTo(List.of(data("cancel", cancelled), data("cancel-now", ended), data("answer", answered),
						data("decline", declined)));
		});
	}

	@Test
	void refusedChangeIsAudited() {
		this.audited.run((context) -> {
			BackgroundTaskRecord task = register(context, "a");
			answer(context, "a", "what was said");
			assertThat(events(context)).singleElement().satisfies((event) -> {
				assertThat(event.getType()).isEqualTo(TaskAudit.REFUSED);
				assertThat(event.getData()).containsAllEntriesOf(data("answer", task))
					.containsEntry("status", 409)
					.hasSize(6);
			});
		});
	}

	@Test
	void changeOfAScheduleIsAudited() {
		this.audited.withBean("slow", BackgroundTaskExecutor.class, SlowWork::new).run((context) -> {
			ScheduleRecord schedule = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.schedule("hourly", Schedule.every(Duration.ofHours(1)), TaskRequest.of("slow"));
			for (String action : List.of("pause-schedule", "trigger-schedule", "trigger-schedule", "remove-schedule",
					"remove-schedule")) {
				extension(context).act(SecurityContext.NONE, new String[] { "chat-42", "hourly" }, null, action, null,
						null, null, null, null);
			}
			extension(context).act(SecurityContext.NONE, new String[] { "chat-42", "none" }, null, "pause-schedule",
					null, null, null, null, null);
			assertThat(events(context)).extracting(AuditEvent::getType)
				.containsExactly(TaskAudit.CHANGED, TaskAudit.CHANGED, TaskAudit.REFUSED, TaskAudit.CHANGED);
			assertThat(events(context)).first()
				.extracting(AuditEvent::getData)
				.isEqualTo(Map.of("action", "pause-schedule", "session", "chat-42", "schedule", "hourly", "uid",
						schedule.uid().toString(), "kind", "slow"));
			assertThat(events(context).get(2).getData()).containsEntry("action", "trigger-schedule")
				.containsEntry("status", 409);
			assertThat(events(context)).last()
				.extracting(AuditEvent::getData)
				.isEqualTo(Map.of("action", "remove-schedule", "session", "chat-42", "schedule", "hourly", "uid",
						schedule.uid().toString(), "kind", "slow"));
			context.getBean(BackgroundTaskHost.class).session("chat-42").cancelAllNow(null);
		});
	}

	@Test
	void requestWithoutTaskOrActionIsNotAudited() {
		this.audited.run((context) -> {
			cancelNow(context, "none");
			register(context, "a");
			extension(context).act(SecurityContext.NONE, new String[] { "a" }, null, "forge\nline", null, null, null,
					null, null);
			assertThat(events(context)).isEmpty();
		});
	}

	@Test
	void nameOfTheUserIsOneBoundedLine() {
		this.audited.run((context) -> {
			register(context, "a");
			Principal user = () -> "ann\r\n2026 forged\u202E" + "x".repeat(1000);
			SecurityContext security = mock(SecurityContext.class);
			given(security.getPrincipal()).willReturn(user);
			extension(context).cancelNow(security, new String[] { "a" }, null);
			assertThat(events(context)).singleElement()
				.satisfies((event) -> assertThat(event.getPrincipal()).startsWith("ann  2026 forged x").hasSize(512));
		});
	}

	@Test
	void worksWithoutAnAuditLog() {
		this.contexts.run((context) -> {
			register(context, "a");
			cancelNow(context, "a");
			assertThat(context.getBean(BackgroundTaskHost.class).get("a"))
				.hasValueSatisfying((record) -> assertThat(record.state().isTerminal()).isTrue());
		});
	}

	private static Map<String, Object> data(String action, BackgroundTaskRecord task) {
		return Map.of("action", action, "session", "chat-42", "task", task.id(), "uid", task.uid().toString(), "kind",
				"import");
	}

	private static List<AuditEvent> events(AssertableApplicationContext context) {
		return context.getBean(AuditEventRepository.class).find(null, null, null);
	}

	private static BackgroundTaskRecord register(AssertableApplicationContext context, String id) {
		return context.getBean(BackgroundTaskHost.class)
			.registerExternal("chat-42", BackgroundTaskRegistration.ofKind("import").id(id).build(), null);
	}

	private static void reporterAsks(AssertableApplicationContext context, String id) {
		context.getBean(BackgroundTaskHost.class).reporter("chat-42", id).ask(InputRequest.of("go-on", "Go on?"));
	}

	private static void cancel(AssertableApplicationContext context, String id, String reason) {
		extension(context).act(SecurityContext.NONE, new String[] { id }, null, "cancel", reason, null, null, null,
				null);
	}

	private static void answer(AssertableApplicationContext context, String id, String text) {
		extension(context).act(SecurityContext.NONE, new String[] { id }, null, "answer", null, "go-on", null, text,
				null);
	}

	private static void cancelNow(AssertableApplicationContext context, String id) {
		extension(context).cancelNow(SecurityContext.NONE, new String[] { id }, null);
	}

	private static BackgroundTasksEndpointWebExtension extension(AssertableApplicationContext context) {
		return context.getBean(BackgroundTasksEndpointWebExtension.class);
	}

	/** Work that runs elsewhere and does not end. */
	private static final class SlowWork implements BackgroundTaskExecutor {

		@Override
		public String kind() {
			return "slow";
		}

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			// runs elsewhere
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			// nothing runs
		}

	}

}
