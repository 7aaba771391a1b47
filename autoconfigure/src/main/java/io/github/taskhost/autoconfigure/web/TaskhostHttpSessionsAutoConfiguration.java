package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.web.HttpTaskSessions;
import jakarta.servlet.http.HttpSessionListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.env.Environment;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Auto-configuration for HTTP sessions as owners of tasks.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class)
@ConditionalOnClass({ HttpSessionListener.class, OncePerRequestFilter.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
public final class TaskhostHttpSessionsAutoConfiguration {

	/**
	 * The default order of Spring Session's filter. The compiler inlines the constant, so
	 * Spring Session may be absent at run time.
	 */
	private static final int SPRING_SESSION_ORDER = SessionRepositoryFilter.DEFAULT_ORDER;

	TaskhostHttpSessionsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	HttpTaskSessions httpTaskSessions(BackgroundTaskHost host) {
		return new HttpTaskSessions(host);
	}

	@Bean
	@ConditionalOnMissingBean
	TaskSessionCloser taskSessionCloser(ObjectProvider<BackgroundTaskHost> hosts) {
		return new TaskSessionCloser(hosts);
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	TaskSessionListener taskSessionListener(TaskSessionCloser closer) {
		return new TaskSessionListener(closer);
	}

	/**
	 * Directly inside Spring Session's filter, and outside all filters that may end
	 * sessions.
	 */
	@Bean
	FilterRegistrationBean<TaskSessionFilter> taskSessionFilter(TaskSessionCloser closer, Environment environment) {
		int sessions = environment.getProperty("spring.session.servlet.filter-order", Integer.class,
				SPRING_SESSION_ORDER);
		FilterRegistrationBean<TaskSessionFilter> filter = new FilterRegistrationBean<>(new TaskSessionFilter(closer));
		filter.setOrder(sessions + 1);
		return filter;
	}

}
