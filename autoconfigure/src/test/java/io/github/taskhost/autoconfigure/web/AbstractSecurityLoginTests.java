package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.autoconfigure.web.SessionTestApplication.RecordingCloser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.SessionManagementConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for login and logout with Spring Security, for any session store.
 */
@Timeout(60)
abstract class AbstractSecurityLoginTests {

	private ConfigurableApplicationContext application;

	private Browser browser;

	abstract ConfigurableApplicationContext run(Class<?> fixation);

	private void start(Class<?> fixation) {
		this.application = run(fixation);
		this.browser = new Browser(this.application);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void loginThatChangesTheIdKeepsTheTasks() throws Exception {
		start(ChangeSessionId.class);
		loginKeepsAndLogoutCloses();
	}

	@Test
	void loginThatMigratesTheSessionKeepsTheTasks() throws Exception {
		start(MigrateSession.class);
		loginKeepsAndLogoutCloses();
	}

	private void loginKeepsAndLogoutCloses() throws Exception {
		String owner = this.browser.get("/owner");
		String before = this.browser.get("/id");
		post("/login", "username=ann&password=secret", "/");
		assertThat(this.browser.get("/id")).isNotEqualTo(before);
		assertThat(this.browser.get("/find")).isEqualTo(owner);
		assertThat(this.application.getBean(RecordingCloser.class).closed).isEmpty();
		post("/logout", "", "/login?logout");
		assertThat(this.application.getBean(RecordingCloser.class).closed).containsExactly(owner);
	}

	@Test
	void loginWithANewSessionCloses() throws Exception {
		start(NewSession.class);
		String owner = this.browser.get("/owner");
		post("/login", "username=ann&password=secret", "/");
		assertThat(this.browser.get("/find")).isEqualTo("none");
		assertThat(this.application.getBean(RecordingCloser.class).closed).containsExactly(owner);
	}

	private void post(String path, String form, String next) throws Exception {
		assertThat(this.browser.post(path, form).headers().firstValue("Location"))
			.hasValueSatisfying((location) -> assertThat(location).endsWith(next));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	static class Security {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("ann").password("{noop}secret").build());
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http,
				Customizer<SessionManagementConfigurer<HttpSecurity>.SessionFixationConfigurer> fixation) {
			return http.csrf(CsrfConfigurer::disable)
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.formLogin(Customizer.withDefaults())
				.sessionManagement((sessions) -> sessions.sessionFixation(fixation))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ChangeSessionId {

		@Bean
		Customizer<SessionManagementConfigurer<HttpSecurity>.SessionFixationConfigurer> fixation() {
			return (sessions) -> sessions.changeSessionId();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MigrateSession {

		@Bean
		Customizer<SessionManagementConfigurer<HttpSecurity>.SessionFixationConfigurer> fixation() {
			return (sessions) -> sessions.migrateSession();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NewSession {

		@Bean
		Customizer<SessionManagementConfigurer<HttpSecurity>.SessionFixationConfigurer> fixation() {
			return (sessions) -> sessions.newSession();
		}

	}

}
