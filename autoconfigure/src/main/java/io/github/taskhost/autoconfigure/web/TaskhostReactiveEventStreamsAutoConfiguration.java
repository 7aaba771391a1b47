package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostProperties;
import io.github.taskhost.web.ReactiveTaskEventStreams;
import io.github.taskhost.web.TaskStreamState;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/**
 * Auto-configuration for streams of tasks in applications with Spring WebFlux.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnClass({ Flux.class, ServerSentEvent.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
@EnableConfigurationProperties(TaskhostProperties.class)
@RegisterReflectionForBinding(TaskStreamState.class)
public final class TaskhostReactiveEventStreamsAutoConfiguration {

	TaskhostReactiveEventStreamsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	ReactiveTaskEventStreams reactiveTaskEventStreams(BackgroundTaskHost host, TaskhostProperties properties) {
		return new ReactiveTaskEventStreams(host, properties.web().streams().options());
	}

}
