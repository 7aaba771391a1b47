package io.github.taskhost.console;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.console.access.Client;
import io.github.taskhost.task.BackgroundTaskRegistration;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The protection of actions from forged requests, as applications configure it. */
@Timeout(60)
class CsrfTests {

	private static RealConsole start(WebApplicationType type, String csrf) {
		Class<?> configuration = (type == WebApplicationType.SERVLET) ? OnServlet.class : OnWebFlux.class;
		return RealConsole.start(type, configuration, "csrf=" + csrf, "taskhost.console.write-roles=WRITER",
				"taskhost.console.read-roles=READER");
	}

	private static int cancel(RealConsole console, Map<String, String> form) {
		String uid = console.host()
			.registerExternal("s1", BackgroundTaskRegistration.ofKind("import").id("t" + UUID.randomUUID()).build(),
					null)
			.uid()
			.toString();
		return console
			.post("/taskhost/api/tasks/" + uid + "/cancel", form,
					RealConsole.basic("writer", Client.CONSOLE_HEADER, "1"))
			.statusCode();
	}

	private static void assertProtected(RealConsole console) {
		JsonNode csrf = console.json("/taskhost/api/session", RealConsole.basic("writer")).path("csrf");
		assertThat(csrf.path("parameter").asString()).isEqualTo("_csrf");
		Map<String, String> form = new HashMap<>();
		form.put(csrf.path("parameter").asString(), csrf.path("token").asString());
		assertThat(cancel(console, form)).isEqualTo(200);
		assertThat(cancel(console, form)).isEqualTo(200);
		assertThat(cancel(console, Map.of())).isEqualTo(403);
		assertThat(cancel(console, Map.of("_csrf", "forged"))).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "cookie", "spa", "plain" })
	void tokenIsAFormParameterOnServlets(String csrf) {
		try (RealConsole console = start(WebApplicationType.SERVLET, csrf)) {
			assertProtected(console);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "default", "cookie", "plain" })
	void tokenIsAFormParameterOnWebFlux(String csrf) {
		try (RealConsole console = start(WebApplicationType.REACTIVE, csrf)) {
			assertProtected(console);
		}
	}

	@Test
	void protectionThatIsDisabledNeedsNoToken() {
		for (WebApplicationType type : new WebApplicationType[] { WebApplicationType.SERVLET,
				WebApplicationType.REACTIVE }) {
			try (RealConsole console = start(type, "disabled")) {
				assertThat(console.json("/taskhost/api/session", RealConsole.basic("writer")).has("csrf")).isFalse();
				assertThat(cancel(console, Map.of())).isEqualTo(200);
			}
		}
	}

	@Test
	void tokenIsMadeForTheUsersThatMayActAlone() {
		for (WebApplicationType type : new WebApplicationType[] { WebApplicationType.SERVLET,
				WebApplicationType.REACTIVE }) {
			try (RealConsole console = start(type, "default")) {
				for (String path : new String[] { "/taskhost/", "/taskhost/api/session", "/taskhost/api/overview",
						"/taskhost/api/live?view=overview&once=true" }) {
					assertThat(console.get(path, RealConsole.basic("reader")).headers().firstValue("Set-Cookie"))
						.as(type + path)
						.isEmpty();
				}
				assertThat(console.get("/taskhost/api/overview", RealConsole.basic("writer"))
					.headers()
					.firstValue("Set-Cookie")).isEmpty();
				assertThat(console.get("/taskhost/api/session", RealConsole.basic("writer"))
					.headers()
					.firstValue("Set-Cookie")).isPresent();
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(Secured.Common.class)
	static class OnServlet {

		@Bean
		SecurityFilterChain chain(HttpSecurity http, Environment environment) {
			http.authorizeHttpRequests((requests) -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
				.permitAll()
				.anyRequest()
				.authenticated()).httpBasic(Customizer.withDefaults());
			http.csrf((csrf) -> configure(csrf, environment.getRequiredProperty("csrf")));
			return http.build();
		}

		private static void configure(CsrfConfigurer<HttpSecurity> csrf, String kind) {
			switch (kind) {
				case "cookie" -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
					.csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler());
				case "spa" -> csrf.spa();
				case "plain" -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
					.csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler());
				case "disabled" -> csrf.disable();
				default -> {
				}
			}
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(Secured.users());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import(Secured.Common.class)
	static class OnWebFlux {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http, Environment environment) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> configure(csrf, environment.getRequiredProperty("csrf")))
				.build();
		}

		private static void configure(ServerHttpSecurity.CsrfSpec csrf, String kind) {
			switch (kind) {
				case "cookie" -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse());
				case "plain" -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
					.csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler());
				case "disabled" -> csrf.disable();
				default -> {
				}
			}
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Secured.users());
		}

	}

}
