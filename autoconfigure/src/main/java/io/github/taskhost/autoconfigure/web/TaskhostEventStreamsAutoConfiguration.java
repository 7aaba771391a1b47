package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostProperties;
import io.github.taskhost.web.TaskEventStreams;
import io.github.taskhost.web.TaskStreamState;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Auto-configuration for streams of tasks in applications with Spring MVC.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnClass(SseEmitter.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
@EnableConfigurationProperties(TaskhostProperties.class)
@RegisterReflectionForBinding(TaskStreamState.class)
public final class TaskhostEventStreamsAutoConfiguration {

	TaskhostEventStreamsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	TaskEventStreams taskEventStreams(BackgroundTaskHost host, TaskhostProperties properties) {
		return new TaskEventStreams(host, properties.web().streams().options());
	}

}
