package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Tests for the rules of Spring Security in the reference, for servlet applications.
 */
class ServletSecurityRulesTests extends AbstractSecurityRulesTests {

	@Override
	Class<?> application() {
		return Application.class;
	}

	@Override
	WebApplicationType type() {
		return WebApplicationType.SERVLET;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		SecurityFilterChain backgroundTasks(HttpSecurity http) {
			return http.securityMatcher(EndpointRequest.to("backgroundtasks"))
				.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET)
					.hasRole("OPERATOR")
					.anyRequest()
					.hasRole("ADMIN"))
				.httpBasic(Customizer.withDefaults())
				.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.csrf(CsrfConfigurer::disable)
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(AbstractSecurityRulesTests.users());
		}

	}

}
