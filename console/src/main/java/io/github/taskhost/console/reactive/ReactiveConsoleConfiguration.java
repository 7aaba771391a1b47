package io.github.taskhost.console.reactive;

import java.util.Map;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.console.ConsoleProperties;
import io.github.taskhost.console.web.ConsoleHandler;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

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
			ObjectProvider<PrincipalCallers> callers, ObjectProvider<ForwardedHeaderTransformer> transformers,
			Environment environment, ListableBeanFactory beans) {
		boolean secured = ClassUtils.isPresent(TOKEN, ReactiveConsoleConfiguration.class.getClassLoader());
		ReactiveConsole console = new ReactiveConsole(handler, properties.path(),
				secured ? new ReactiveCsrf.OfSecurity() : ReactiveCsrf.NONE,
				secured ? ReactiveGuard.OfSecurity.from(beans) : ReactiveGuard.NONE,
				callers.getIfUnique(() -> (principal) -> null),
				transformers.stream().findAny().isPresent() || isForwarded(environment));
		return new SimpleUrlHandlerMapping(Map.of(properties.path(), console, properties.path() + "/**", console),
				Ordered.HIGHEST_PRECEDENCE + 10);
	}

	/** Whether the server itself takes addresses from the headers of proxies. */
	private static boolean isForwarded(Environment environment) {
		String strategy = environment.getProperty("server.forward-headers-strategy");
		CloudPlatform platform = CloudPlatform.getActive(environment);
		return (strategy != null) ? strategy.equalsIgnoreCase("native")
				: platform != null && platform.isUsingForwardHeaders();
	}

	/** Users of an application that has its own callers. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Authentication.class)
	@ConditionalOnMissingBean(PrincipalCallers.class)
	static class Callers {

		@Bean
		PrincipalCallers taskhostConsoleCallers(ObjectProvider<RoleHierarchy> roles) {
			return new AuthenticationCallers(roles.getIfUnique(NullRoleHierarchy::new));
		}

	}

}
