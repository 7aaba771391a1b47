package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.web.HttpTaskSessions;
import jakarta.servlet.http.HttpSessionListener;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TaskhostHttpSessionsAutoConfiguration}.
 */
class TaskhostHttpSessionsAutoConfigurationTests {

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TaskhostAutoConfiguration.class,
			TaskhostHttpSessionsAutoConfiguration.class);

	private final WebApplicationContextRunner contexts = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS);

	@Test
	void contributesSessionsAListenerAndAFilter() {
		this.contexts.run((context) -> {
			assertThat(context).hasSingleBean(HttpTaskSessions.class).hasSingleBean(HttpSessionListener.class);
			assertThat(context.getBean(FilterRegistrationBean.class).getOrder())
				.isEqualTo(SessionRepositoryFilter.DEFAULT_ORDER + 1);
		});
	}

	@Test
	void filterFollowsTheFilterOfSpringSession() {
		this.contexts.withPropertyValues("spring.session.servlet.filter-order=7")
			.run((context) -> assertThat(context.getBean(FilterRegistrationBean.class).getOrder()).isEqualTo(8));
	}

	@Test
	void springSessionMayBeAbsent() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.session"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(HttpTaskSessions.class));
	}

	@Test
	void backsOffForABeanOfTheApplication() {
		HttpTaskSessions own = new HttpTaskSessions(LocalBackgroundTaskHost.builder().build());
		this.contexts.withBean(HttpTaskSessions.class, () -> own)
			.run((context) -> assertThat(context).getBean(HttpTaskSessions.class).isSameAs(own));
	}

	@Test
	void contributesNothingWithoutServlets() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withClassLoader(new FilteredClassLoader("jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpTaskSessions.class));
		this.contexts.withClassLoader(new FilteredClassLoader(HttpSessionListener.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpTaskSessions.class));
	}

	@Test
	void contributesNothingWithoutAServletApplication() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(HttpTaskSessions.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(HttpTaskSessions.class));
	}

	@Test
	void contributesNothingWithoutAHost() {
		this.contexts.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HttpTaskSessions.class)
				.doesNotHaveBean(HttpSessionListener.class)
				.doesNotHaveBean(FilterRegistrationBean.class));
	}

	@Test
	void endedHttpSessionHasNoOwnerAndGetsNone() {
		this.contexts.run((context) -> {
			HttpTaskSessions sessions = context.getBean(HttpTaskSessions.class);
			MockHttpSession session = new MockHttpSession();
			sessions.of(session);
			session.invalidate();
			assertThat(sessions.find(session)).isEmpty();
			assertThatIllegalStateException().isThrownBy(() -> sessions.of(session));
		});
	}

}
