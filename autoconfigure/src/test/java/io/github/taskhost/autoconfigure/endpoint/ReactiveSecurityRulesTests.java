package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest;
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
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;

/**
 * Tests for the rules of Spring Security in the reference, for reactive applications.
 */
class ReactiveSecurityRulesTests extends AbstractSecurityRulesTests {

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(ReactiveBackgroundTasksEndpointTests.Application.class)
	@EnableWebFluxSecurity
	static class Application {

		@Bean
		SecurityWebFilterChain backgroundTasks(ServerHttpSecurity http) {
			return http.securityMatcher(EndpointRequest.to("backgroundtasks"))
				.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.GET)
					.hasRole("OPERATOR")
					.anyExchange()
					.hasRole("ADMIN"))
				.httpBasic(Customizer.withDefaults())
				.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
				.csrf(CsrfSpec::disable)
				.build();
		}

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(AbstractSecurityRulesTests.users());
		}

	}

}
