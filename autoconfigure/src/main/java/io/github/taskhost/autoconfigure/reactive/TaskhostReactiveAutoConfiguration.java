package io.github.taskhost.autoconfigure.reactive;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.Ordered;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.Order;
import reactor.core.publisher.Flux;

/**
 * Auto-configuration for bodies that return reactive types.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass(Flux.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostReactiveAutoConfiguration {

	TaskhostReactiveAutoConfiguration() {
	}

	/** The innermost interceptor, so that the others see the value. */
	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	@Order(Ordered.LOWEST_PRECEDENCE)
	ReactiveBodies taskhostReactiveBodies() {
		return new ReactiveBodies(ReactiveAdapterRegistry.getSharedInstance());
	}

}
