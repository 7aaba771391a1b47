package io.github.taskhost.console.reactive;

import java.util.Map;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.console.ConsoleProperties;
import io.github.taskhost.console.web.ConsoleHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/**
 * Maps the console into a reactive application.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(DispatcherHandler.class)
public class ReactiveConsoleConfiguration {

	private static final String TOKEN = "org.springframework.security.web.server.csrf.CsrfToken";

	/** Created by Spring. */
	ReactiveConsoleConfiguration() {
	}

	@Bean
	SimpleUrlHandlerMapping taskhostConsoleMapping(ConsoleHandler handler, ConsoleProperties properties,
			ObjectProvider<PrincipalCallers> callers) {
		boolean secured = ClassUtils.isPresent(TOKEN, ReactiveConsoleConfiguration.class.getClassLoader());
		ReactiveConsole console = new ReactiveConsole(handler, properties.path(),
				secured ? new ReactiveCsrf.OfSecurity() : ReactiveCsrf.NONE,
				callers.getIfUnique(() -> (principal) -> null));
		return new SimpleUrlHandlerMapping(Map.of(properties.path(), console, properties.path() + "/**", console),
				Ordered.HIGHEST_PRECEDENCE + 10);
	}

}
