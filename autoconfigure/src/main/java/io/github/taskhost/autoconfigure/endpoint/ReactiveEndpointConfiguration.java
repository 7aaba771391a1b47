package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
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
class ReactiveEndpointConfiguration {

	@Bean
	QueryParametersFilter backgroundTasksParametersFilter(PathMappedEndpoints endpoints) {
		return new QueryParametersFilter(String.valueOf(endpoints.getPath(EndpointId.of("backgroundtasks"))));
	}

}
