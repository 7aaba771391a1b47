package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;

/**
 * Tests for the security of the endpoint, served by WebFlux on Netty.
 */
class ReactiveEndpointSecurityTests extends AbstractEndpointSecurityTests {

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	Class<?> forBrowsers() {
		return ForBrowsers.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

	private static SecurityWebFilterChain guard(ServerHttpSecurity http) {
		return http
			.authorizeExchange((requests) -> requests.pathMatchers(HttpMethod.GET, "/actuator/**")
				.hasRole("READER")
				.anyExchange()
				.hasRole("WRITER"))
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReactiveBackgroundTasksEndpointTests.Application.class)
	@EnableWebFluxSecurity
	static class Application {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return guard(http.csrf(CsrfSpec::disable));
		}

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Parts.users());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReactiveBackgroundTasksEndpointTests.Application.class)
	@EnableWebFluxSecurity
	static class ForBrowsers {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return guard(
					http.csrf((csrf) -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
						.csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler())));
		}

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Parts.users());
		}

	}

}
