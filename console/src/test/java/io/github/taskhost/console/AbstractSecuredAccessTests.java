package io.github.taskhost.console;

import java.util.Map;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.console.access.Client;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Access to the console of an application with Spring Security. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractSecuredAccessTests {

	private static final String SESSION = "/taskhost/api/session";

	private final WebApplicationType type;

	private RealConsole restricted;

	private RealConsole plain;

	AbstractSecuredAccessTests(WebApplicationType type) {
		this.type = type;
	}

	@BeforeAll
	void start() {
		this.restricted = with("taskhost.console.read-roles=READER", "taskhost.console.write-roles=WRITER",
				"taskhost.console.show-values=when-authorized");
		this.plain = with();
	}

	@AfterAll
	void stop() {
		this.restricted.close();
		this.plain.close();
	}

	private RealConsole with(String... properties) {
		Class<?> configuration = (this.type == WebApplicationType.SERVLET) ? SanitizedServlet.class
				: SanitizedWebFlux.class;
		return RealConsole.start(this.type, configuration, properties);
	}

	private static String task(RealConsole console) {
		return "/taskhost/api/tasks/" + console.host()
			.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("t" + UUID.randomUUID()).build(),
					null)
			.uid();
	}

	private static int cancel(RealConsole console, String[] user) {
		return console.post(task(console) + "/cancel", Map.of(), user).statusCode();
	}

	private static String[] acting(String user) {
		return RealConsole.basic(user, Client.CONSOLE_HEADER, "1");
	}

	@ParameterizedTest
	@CsvSource({ "reader, 200", "writer, 200", "admin, 200", "other, 403" })
	void readRolesAndWriteRolesMayRead(String user, int status) {
		assertThat(this.restricted.get(SESSION, RealConsole.basic(user)).statusCode()).isEqualTo(status);
		assertThat(this.restricted.get("/taskhost/", RealConsole.basic(user)).statusCode()).isEqualTo(status);
		assertThat(
				this.restricted.get("/taskhost/api/live?view=overview&once=true", RealConsole.basic(user)).statusCode())
			.isEqualTo(status);
	}

	@Test
	void anonymousUserDoesNotRead() {
		assertThat(this.restricted.get(SESSION).statusCode()).isEqualTo(403);
		assertThat(this.restricted.get("/taskhost/").statusCode()).isEqualTo(403);
		assertThat(this.restricted.get("/taskhost/api/live?view=overview").statusCode()).isEqualTo(403);
		assertThat(RealConsole.read(this.restricted.get(SESSION)).path("detail").asString())
			.contains("taskhost.console.read-roles");
	}

	@ParameterizedTest
	@CsvSource({ "reader, 403", "writer, 200", "admin, 200", "other, 403" })
	void writeRolesAct(String user, int status) {
		assertThat(cancel(this.restricted, acting(user))).isEqualTo(status);
		assertThat(this.restricted.post("/taskhost/api/sessions/close", Map.of("session", "none"), acting(user))
			.statusCode()).isEqualTo(status);
		assertThat(this.restricted.post("/taskhost/api/tasks/cancel", Map.of("preview", "true"), acting(user))
			.statusCode()).isEqualTo(status);
	}

	@Test
	void roleOfAHierarchyIsARole() {
		JsonNode session = this.restricted.json(SESSION, RealConsole.basic("admin"));
		assertThat(session.path("canWrite").asBoolean()).isTrue();
		assertThat(session.path("user").asString()).isEqualTo("admin");
	}

	@Test
	void rolesMayHaveTheirPrefix() {
		try (RealConsole prefixed = with("taskhost.console.write-roles=ROLE_WRITER")) {
			assertThat(cancel(prefixed, acting("writer"))).isEqualTo(200);
			assertThat(cancel(prefixed, acting("reader"))).isEqualTo(403);
		}
	}

	@Test
	void writerNeedsTheHeaderOfTheConsole() {
		assertThat(cancel(this.restricted, RealConsole.basic("writer"))).isEqualTo(403);
	}

	@Test
	void consoleIsReadOnlyWithoutWriteRoles() {
		JsonNode session = this.plain.json(SESSION, RealConsole.basic("admin"));
		assertThat(session.path("canWrite").asBoolean()).isFalse();
		assertThat(session.path("writeReason").asString()).contains("taskhost.console.write-roles");
		assertThat(this.plain.json(task(this.plain), RealConsole.basic("admin")).path("canCancel").asBoolean())
			.isFalse();
		assertThat(RealConsole.read(this.plain.post(task(this.plain) + "/cancel", Map.of(), acting("admin")))
			.path("detail")
			.asString()).contains("taskhost.console.write-roles");
	}

	@Test
	void everyUserReadsWithoutReadRoles() {
		assertThat(this.plain.json(SESSION).has("user")).isFalse();
		assertThat(this.plain.json(SESSION, RealConsole.basic("other")).path("user").asString()).isEqualTo("other");
	}

	@Test
	void proxiesAndHostsDoNotMatterWithSecurity() {
		assertThat(this.plain.rawStatus(SESSION, "Host", "shop.example", "X-Forwarded-For", "10.1.2.3")).isEqualTo(200);
	}

	/** The filter chain of this application does not match the path of the console. */
	@Test
	void consoleThatSpringSecurityDoesNotGuardIsForThisMachine() {
		Class<?> configuration = (this.type == WebApplicationType.SERVLET) ? ElsewhereOnServlet.class
				: ElsewhereOnWebFlux.class;
		try (RealConsole elsewhere = RealConsole.start(this.type, configuration,
				"taskhost.console.write-roles=WRITER")) {
			assertThat(elsewhere.rawStatus(SESSION, "Host", "shop.example")).isEqualTo(404);
			assertThat(elsewhere.rawStatus(SESSION, "X-Forwarded-For", "10.1.2.3")).isEqualTo(404);
			assertThat(elsewhere.rawStatus("/taskhost/api/live?view=overview", "Host", "shop.example")).isEqualTo(404);
			assertThat(elsewhere.json(SESSION).path("canWrite").asBoolean()).isFalse();
			assertThat(cancel(elsewhere, acting("writer"))).isEqualTo(403);
		}
	}

	@Test
	void valuesAreShownToTheUsersThatMaySeeThem() throws InterruptedException {
		assertThat(result(this.plain, "admin")).isEqualTo("******");
		assertThat(result(this.restricted, "reader")).isEqualTo("******");
		assertThat(result(this.restricted, "writer")).contains("\"name\" : \"Ada\"", "\"password\" : \"[hidden]\"");
		try (RealConsole always = with("taskhost.console.show-values=always")) {
			assertThat(result(always, "reader")).contains("\"name\" : \"Ada\"", "\"password\" : \"[hidden]\"");
		}
	}

	private static String result(RealConsole console, String user) throws InterruptedException {
		BackgroundTaskHandle<?> task = console.host()
			.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("import").id("t" + UUID.randomUUID()).build(),
					(context) -> Map.of("name", "Ada", "password", "secret"));
		task.await(java.time.Duration.ofSeconds(20));
		return console.json("/taskhost/api/tasks/" + task.record().uid(), RealConsole.basic(user))
			.path("result")
			.path("text")
			.asString();
	}

	@Test
	void readingCreatesNoSession() {
		for (String path : new String[] { "/taskhost/", "/taskhost/api/overview", "/taskhost/api/tasks",
				"/taskhost/api/live?view=overview&once=true" }) {
			assertThat(this.restricted.get(path, RealConsole.basic("reader")).headers().firstValue("Set-Cookie"))
				.as(path)
				.isEmpty();
		}
	}

	/** Hides passwords. */
	@Configuration(proxyBeanMethods = false)
	static class Sanitized {

		@Bean
		SanitizingFunction passwords() {
			return (data) -> data.getKey().endsWith("password") ? data.withValue("[hidden]") : data;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class ElsewhereOnServlet {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.securityMatcher("/admin/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class ElsewhereOnWebFlux {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/admin/**"))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Secured.OnServlet.class, Sanitized.class })
	static class SanitizedServlet {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Secured.OnWebFlux.class, Sanitized.class })
	static class SanitizedWebFlux {

	}

}
