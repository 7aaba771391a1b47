package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.autoconfigure.TaskhostProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/**
 * Configuration of the web server of the endpoint, in a reactive application: that of the
 * application, or that of the management port.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ WebFilter.class, Mono.class })
@ConditionalOnBean({ BackgroundTasksEndpointWebExtension.class, PathMappedEndpoints.class })
@EnableConfigurationProperties(TaskhostProperties.class)
class ReactiveEndpointConfiguration {

	@Bean
	QueryParametersFilter backgroundTasksParametersFilter(PathMappedEndpoints endpoints) {
		return new QueryParametersFilter(path(endpoints));
	}

	@Bean
	ReactiveBodyFilter backgroundTasksBodyFilter(PathMappedEndpoints endpoints, TaskhostProperties properties) {
		return new ReactiveBodyFilter(path(endpoints), new ActionBody(properties.payload().maxSize()));
	}

	private static String path(PathMappedEndpoints endpoints) {
		return String.valueOf(endpoints.getPath(EndpointId.of("backgroundtasks")));
	}

}
