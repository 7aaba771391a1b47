package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.property.TaskhostPropertyNamesAutoConfiguration;
import io.github.taskhost.web.ReactiveTaskEventStreams;
import io.github.taskhost.web.TaskEventStreams;
import io.github.taskhost.web.TaskStreamOptions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the auto-configurations of problem details and streams.
 */
class TaskhostWebAutoConfigurationTests {

	private static final AutoConfigurations AUTO = AutoConfigurations.of(TaskhostAutoConfiguration.class,
			TaskhostPropertyNamesAutoConfiguration.class, TaskhostProblemDetailsAutoConfiguration.class,
			TaskhostEventStreamsAutoConfiguration.class, TaskhostReactiveEventStreamsAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(AUTO);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO);

	private final ApplicationContextRunner withoutWeb = new ApplicationContextRunner().withConfiguration(AUTO);

	@Test
	void applicationHasTheStreamsOfItsStack() {
		this.servlet.run((context) -> assertThat(context).hasSingleBean(TaskEventStreams.class)
			.hasSingleBean(TaskProblemAdvice.class)
			.doesNotHaveBean(ReactiveTaskEventStreams.class));
		this.reactive.run((context) -> assertThat(context).hasSingleBean(ReactiveTaskEventStreams.class)
			.hasSingleBean(TaskProblemAdvice.class)
			.doesNotHaveBean(TaskEventStreams.class));
	}

	@Test
	void applicationWithoutWebHasNoneAndKnowsTheProperties() {
		this.withoutWeb
			.withPropertyValues("taskhost.web.problem-details=true", "taskhost.web.streams.heartbeat=1s",
					"taskhost.web.streams.max-per-session=1", "taskhost.web.streams.max-per-caller=1")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(TaskProblemAdvice.class)
				.doesNotHaveBean(TaskEventStreams.class)
				.doesNotHaveBean(ReactiveTaskEventStreams.class));
	}

	@Test
	void withoutTheLibraryOfAStackThereAreNoStreams() {
		this.servlet.withClassLoader(new FilteredClassLoader(SseEmitter.class, Flux.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaskEventStreams.class));
		this.reactive.withClassLoader(new FilteredClassLoader(SseEmitter.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReactiveTaskEventStreams.class));
		this.withoutWeb.withClassLoader(new FilteredClassLoader(RestControllerAdvice.class, Flux.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void disabledHostHasNeither() {
		this.servlet.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TaskProblemAdvice.class)
				.doesNotHaveBean(TaskEventStreams.class));
	}

	@Test
	void propertySwitchesProblemsOffAlone() {
		this.servlet.withPropertyValues("taskhost.web.problem-details=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskProblemAdvice.class)
				.hasSingleBean(TaskEventStreams.class));
	}

	@Test
	void streamsOfTheApplicationReplaceThese() {
		this.servlet.withUserConfiguration(OwnStreams.class)
			.run((context) -> assertThat(context).hasSingleBean(TaskEventStreams.class).hasBean("ownStreams"));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStreams {

		@Bean
		TaskEventStreams ownStreams(BackgroundTaskHost host) {
			return new TaskEventStreams(host, TaskStreamOptions.withDefaults());
		}

	}

}
