package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint with Spring Security, on any web server. Readers may read,
 * writers may also write, and keepers may see values.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractEndpointSecurityTests {

	private static final String CANCEL = "{\"action\":\"cancel\",\"reason\":\"for a secret reason\"}";

	private ConfigurableApplicationContext application;

	private ConfigurableApplicationContext forBrowsers;

	private BackgroundTaskHost host;

	private EndpointClient client;

	abstract Class<?> application();

	/** The same, with the protection from forged requests that browsers need. */
	abstract Class<?> forBrowsers();

	abstract WebApplicationType type();

	@BeforeAll
	void start() {
		this.application = run(application());
		this.forBrowsers = run(forBrowsers(), "management.endpoints.web.cors.allowed-origins=https://ops.example.com");
		this.host = this.application.getBean(BackgroundTaskHost.class);
		this.client = new EndpointClient(this.application);
	}

	private ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application, Parts.class).web(type())
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false",
					"management.endpoints.web.exposure.include=backgroundtasks",
					"management.endpoint.backgroundtasks.access=unrestricted",
					"management.endpoint.backgroundtasks.show-values=when-authorized",
					"management.endpoint.backgroundtasks.roles=KEEPER")
			.properties(properties)
			.run();
	}

	@AfterAll
	void stop() {
		this.application.close();
		this.forBrowsers.close();
	}

	@Test
	void anonymousUsersHaveNoAccess() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		assertThat(statuses(this.client, task)).containsExactly(401, 401, 401, 401);
		assertUntouched(task);
	}

	@Test
	void readersOnlyRead() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		assertThat(statuses(this.client.as("reader"), task)).containsExactly(200, 200, 403, 403);
		assertUntouched(task);
	}

	@Test
	void writersWrite() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		assertThat(statuses(this.client.as("writer"), task)).containsExactly(200, 200, 200, 200);
		assertThat(this.host.find(task.uid()))
			.hasValueSatisfying((record) -> assertThat(record.state()).isEqualTo(BackgroundTaskState.CANCELLED));
	}

	@Test
	void valuesRequireTheirRole() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		assertThat(this.client.as("reader").get("/" + task.id()).json().path("input").asString()).isEqualTo("******");
		assertThat(this.client.as("writer").get("/" + task.id()).json().path("input").asString()).isEqualTo("******");
		assertThat(this.client.as("keeper").get("/" + task.id()).json().path("input").path("rows").asInt())
			.isEqualTo(5);
	}

	@Test
	void contentsOfPartsRequireTheRoleOfValues() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		TaskReporter reporter = this.host.reporter(task.sessionId(), task.id());
		reporter.output("stdout", "secret");
		reporter.post("secret");
		String path = "/" + task.sessionId() + "/" + task.id();
		assertThat(this.client.get(path + "/output").status()).isEqualTo(401);
		assertThat(this.client.as("reader").get(path + "/output").body()).contains("******").doesNotContain("secret");
		assertThat(this.client.as("reader").get(path + "/messages").body()).contains("******").doesNotContain("secret");
		assertThat(this.client.as("keeper").get(path + "/output").json().at("/lines/0/text").asString())
			.isEqualTo("secret");
		assertThat(this.client.as("keeper").get(path + "/messages").json().at("/messages/0/parts/0/text").asString())
			.isEqualTo("secret");
	}

	@Test
	void sanitizedValuesAreHiddenFromAllUsers() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		assertThat(this.client.as("keeper").get("/" + task.id()).json().path("input").path("password").asString())
			.isEqualTo("******");
		assertThat(this.client.as("keeper").get("?session=" + task.sessionId()).body()).doesNotContain("password");
	}

	@Test
	void userOfAChangeIsAudited() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		this.client.as("reader").post("/" + task.id(), CANCEL);
		this.client.as("writer").post("/" + task.id(), CANCEL);
		this.client.as("writer").delete("/" + task.sessionId() + "/" + task.id());
		assertThat(audited("reader")).isEmpty();
		assertThat(audited("writer", task)).extracting((event) -> event.getData().get("action"))
			.containsExactly("cancel", "cancel-now");
		assertThat(audited("writer", task)).extracting(AuditEvent::getType).containsOnly(TaskAudit.CHANGED);
		assertThat(audited("writer", task))
			.allSatisfy((event) -> assertThat(event.getData()).containsEntry("session", task.sessionId())
				.containsEntry("task", task.id()));
		assertThat(audited("writer").toString()).doesNotContain("secret");
	}

	@Test
	void answerWithoutAuthorityIsRefusedAndAudited() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		this.host.reporter(task.sessionId(), task.id())
			.ask(InputRequest.of("go-on", "Go on?").withAuthority("ROLE_CLERK"));
		Answer answer = this.client.as("writer")
			.post("/" + task.id(), "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"secret\"}");
		assertThat(answer.status()).isEqualTo(403);
		assertThat(audited("writer", task)).singleElement().satisfies((event) -> {
			assertThat(event.getType()).isEqualTo(TaskAudit.REFUSED);
			assertThat(event.getData()).containsEntry("action", "answer").containsEntry("status", 403);
			assertThat(event.toString()).doesNotContain("secret");
		});
	}

	@Test
	void userWithTheAuthorityAnswersAndCancelsByName() throws Exception {
		BackgroundTaskRecord task = register(this.host);
		this.host.reporter(task.sessionId(), task.id())
			.ask(InputRequest.of("go-on", "Go on?").withAuthority("ROLE_WRITER"));
		Answer answer = this.client.as("writer")
			.post("/" + task.id(), "{\"action\":\"answer\",\"key\":\"go-on\",\"text\":\"yes\"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(this.host.task(task.sessionId(), task.id()).answers()).singleElement()
			.satisfies((kept) -> assertThat(kept.by()).isEqualTo("writer"));
		this.client.as("writer").post("/" + task.id(), CANCEL);
		assertThat(this.host.find(task.uid()))
			.hasValueSatisfying((record) -> assertThat(record.cancelledBy()).isEqualTo("writer"));
	}

	@Test
	void browserRequestsNeedTheCsrfToken() throws Exception {
		BackgroundTaskHost host = this.forBrowsers.getBean(BackgroundTaskHost.class);
		BackgroundTaskRecord task = register(host);
		EndpointClient writer = new EndpointClient(this.forBrowsers).as("writer");
		assertThat(statuses(writer, task)).containsExactly(200, 200, 403, 403);
		assertThat(host.get(task.id())).contains(task);
		EndpointClient page = writer.with("Cookie", "XSRF-TOKEN=token").with("X-XSRF-TOKEN", "token");
		assertThat(statuses(page, task)).containsExactly(200, 200, 200, 200);
	}

	@Test
	void corsIsThatOfTheApplication() throws Exception {
		EndpointClient reader = new EndpointClient(this.forBrowsers).as("reader");
		Answer friend = reader.with("Origin", "https://ops.example.com").get("");
		assertThat(friend.status()).isEqualTo(200);
		assertThat(friend.headers().firstValue("Access-Control-Allow-Origin")).contains("https://ops.example.com");
		Answer stranger = reader.with("Origin", "https://evil.example.com").get("");
		assertThat(stranger.status()).isEqualTo(403);
		Answer unasked = this.client.as("reader").with("Origin", "https://ops.example.com").get("");
		assertThat(unasked.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
	}

	/** Of a list, a task, a cancel request and a cancel. */
	private static List<Integer> statuses(EndpointClient client, BackgroundTaskRecord task) throws Exception {
		return List.of(client.get("").status(), client.get("/" + task.id()).status(),
				client.post("/" + task.id(), CANCEL).status(), client.delete("/" + task.id()).status());
	}

	private void assertUntouched(BackgroundTaskRecord task) {
		assertThat(this.host.find(task.uid())).contains(task);
	}

	private List<AuditEvent> audited(String principal) {
		return this.application.getBean(AuditEventRepository.class)
			.find(principal, null, null)
			.stream()
			.filter((event) -> event.getType().startsWith("BACKGROUND_TASK"))
			.toList();
	}

	private List<AuditEvent> audited(String principal, BackgroundTaskRecord task) {
		return audited(principal).stream()
			.filter((event) -> task.uid().toString().equals(event.getData().get("uid")))
			.toList();
	}

	private static BackgroundTaskRecord register(BackgroundTaskHost host) {
		String id = "task-" + UUID.randomUUID();
		return host.registerExternal("session-" + id,
				BackgroundTaskRegistration.ofKind("guarded")
					.id(id)
					.input(new JsonPayload("{\"rows\":5,\"password\":\"12345\"}"))
					.build(),
				null);
	}

	/** Users with their names as passwords, their roles, and an audit log. */
	@Configuration(proxyBeanMethods = false)
	static class Parts {

		static List<UserDetails> users() {
			return List.of(user("reader", "READER"), user("writer", "READER", "WRITER"),
					user("keeper", "READER", "KEEPER"));
		}

		private static UserDetails user(String name, String... roles) {
			return User.withUsername(name).password("{noop}" + name).roles(roles).build();
		}

		@Bean
		AuditEventRepository auditLog() {
			return new InMemoryAuditEventRepository();
		}

		@Bean
		SanitizingFunction credentials() {
			return SanitizingFunction.sanitizeValue().ifLikelyCredential();
		}

	}

}
