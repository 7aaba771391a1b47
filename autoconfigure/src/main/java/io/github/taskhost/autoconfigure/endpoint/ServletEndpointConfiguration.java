package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.autoconfigure.TaskhostProperties;
import jakarta.servlet.Filter;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;

/**
 * Configuration of the web server of the endpoint, in a servlet application: that of the
 * application, or that of the management port.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ Filter.class, DispatcherServletPath.class })
@ConditionalOnBean({ BackgroundTasksEndpointWebExtension.class, PathMappedEndpoints.class,
		DispatcherServletPath.class })
@EnableConfigurationProperties(TaskhostProperties.class)
class ServletEndpointConfiguration {

	@Bean
	FilterRegistrationBean<ServletBodyFilter> backgroundTasksBodyFilter(PathMappedEndpoints endpoints,
			DispatcherServletPath dispatcher, TaskhostProperties properties) {
		String path = dispatcher.getRelativePath(String.valueOf(endpoints.getPath(EndpointId.of("backgroundtasks"))));
		FilterRegistrationBean<ServletBodyFilter> registration = new FilterRegistrationBean<>(
				new ServletBodyFilter(new ActionBody(properties.payload().maxSize())));
		registration.addUrlPatterns(path, String.join("/", path, "*"));
		return registration;
	}

}
