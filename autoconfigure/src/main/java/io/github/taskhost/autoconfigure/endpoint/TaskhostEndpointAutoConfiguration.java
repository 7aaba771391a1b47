package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.autoconfigure.view.actuator.ActuatorAuditLog;
import io.github.taskhost.autoconfigure.view.actuator.ActuatorSanitizer;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for the Actuator endpoint of background tasks.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class, JsonMapper.class })
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
@ConditionalOnAvailableEndpoint(BackgroundTasksEndpoint.class)
@EnableConfigurationProperties(BackgroundTasksEndpointProperties.class)
@ImportRuntimeHints(BackgroundTasksEndpointRuntimeHints.class)
public final class TaskhostEndpointAutoConfiguration {

	TaskhostEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	BackgroundTasksEndpoint backgroundTasksEndpoint(BackgroundTaskHost host, LocalHost local,
			BackgroundTasksEndpointProperties properties, ObjectProvider<SanitizingFunction> sanitizing) {
		ActuatorSanitizer sanitizer = new ActuatorSanitizer(sanitizing.orderedStream().toList());
		return new BackgroundTasksEndpoint(host,
				() -> local.behind(host).flatMap(LocalBackgroundTaskHost::storedCounts),
				() -> local.behind(host).map(LocalBackgroundTaskHost::nodes).orElse(List.of()), properties,
				new TaskValues(sanitizer));
	}

	@Bean
	@ConditionalOnBean(BackgroundTasksEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	BackgroundTasksEndpointWebExtension backgroundTasksEndpointWebExtension(BackgroundTasksEndpoint endpoint,
			BackgroundTaskHost host, ApplicationEventPublisher events, ObjectProvider<PrincipalCallers> callers,
			BackgroundTasksEndpointProperties properties) {
		TaskAudit audit = new TaskAudit(new ActuatorAuditLog(events), callers.getIfUnique(() -> (principal) -> null));
		return new BackgroundTasksEndpointWebExtension(endpoint, host, audit, properties);
	}

	@Bean
	@ConditionalOnBean(BackgroundTasksEndpoint.class)
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
	BackgroundTasksEndpointJmxExtension backgroundTasksEndpointJmxExtension(BackgroundTasksEndpoint endpoint) {
		return new BackgroundTasksEndpointJmxExtension(endpoint);
	}

	@Bean
	@ConditionalOnBean(BackgroundTasksEndpointWebExtension.class)
	static UnknownFieldsAdvisor backgroundTasksUnknownFieldsAdvisor() {
		return new UnknownFieldsAdvisor();
	}

}
