package io.github.taskhost.console.servlet;

import java.util.Map;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.console.ConsoleProperties;
import io.github.taskhost.console.web.ConsoleHandler;
import jakarta.servlet.Filter;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Maps the console into a servlet application.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(DispatcherServlet.class)
public class ServletConsoleConfiguration {

	private static final String GUARD = "springSecurityFilterChain";

	private static final String TOKEN = "org.springframework.security.web.csrf.CsrfToken";

	/** Created by Spring. */
	ServletConsoleConfiguration() {
	}

	@Bean
	SimpleUrlHandlerMapping taskhostConsoleMapping(ConsoleHandler handler, ConsoleProperties properties,
			ObjectProvider<PrincipalCallers> callers, BeanFactory beans) {
		boolean secured = ClassUtils.isPresent(TOKEN, ServletConsoleConfiguration.class.getClassLoader());
		ServletConsole console = new ServletConsole(handler, properties.path(),
				secured ? new ServletCsrf.OfSecurity() : ServletCsrf.NONE, secured && beans.containsBean(GUARD)
						? new ServletGuard.OfSecurity(beans.getBean(GUARD, Filter.class)) : ServletGuard.NONE,
				callers.getIfUnique(() -> (principal) -> null));
		return new SimpleUrlHandlerMapping(Map.of(properties.path(), console, properties.path() + "/**", console),
				Ordered.HIGHEST_PRECEDENCE + 10);
	}

}
