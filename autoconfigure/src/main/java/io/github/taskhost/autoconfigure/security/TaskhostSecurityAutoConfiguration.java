package io.github.taskhost.autoconfigure.security;

import java.util.function.Supplier;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.security.access.hierarchicalroles.NullRoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Auto-configuration for callers of the host that Spring Security authenticates.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass(SecurityContextHolder.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostSecurityAutoConfiguration {

	TaskhostSecurityAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(TaskCallers.class)
	SecurityTaskCallers taskhostCallers(ObjectProvider<SecurityContextHolderStrategy> strategy,
			ObjectProvider<AuthenticationTrustResolver> trust, ObjectProvider<RoleHierarchy> roles) {
		return new SecurityTaskCallers(context(strategy.getIfUnique()),
				trust.getIfUnique(AuthenticationTrustResolverImpl::new), roles.getIfUnique(NullRoleHierarchy::new));
	}

	private static Supplier<SecurityContext> context(@Nullable SecurityContextHolderStrategy strategy) {
		return (strategy != null) ? strategy::getContext : SecurityContextHolder::getContext;
	}

}
