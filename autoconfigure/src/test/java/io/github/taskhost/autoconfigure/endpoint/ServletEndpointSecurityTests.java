package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;

/**
 * Tests for the security of the endpoint, served by Spring MVC on Tomcat.
 */
class ServletEndpointSecurityTests extends AbstractEndpointSecurityTests {

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
		return WebApplicationType.SERVLET;
	}

	private static SecurityFilterChain guard(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.GET, "/actuator/**")
				.hasRole("READER")
				.anyRequest()
				.hasRole("WRITER"))
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class Application {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return guard(http.csrf(CsrfConfigurer::disable));
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Parts.users());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebSecurity
	static class ForBrowsers {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return guard(http.csrf((csrf) -> csrf.csrfTokenRepository(CookieCsrfTokenRepository.withHttpOnlyFalse())
				.csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())));
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Parts.users());
		}

	}

}
