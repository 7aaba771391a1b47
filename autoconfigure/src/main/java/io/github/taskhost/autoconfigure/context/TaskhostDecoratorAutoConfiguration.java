package io.github.taskhost.autoconfigure.context;

import java.util.List;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;

/**
 * Auto-configuration for {@link TaskDecorator} beans around bodies.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBean(TaskDecorator.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostDecoratorAutoConfiguration {

	TaskhostDecoratorAutoConfiguration() {
	}

	/**
	 * Leaves out {@link ContextPropagatingTaskDecorator}: it would restore the
	 * observation of the caller over that of the body, and attributes of its request.
	 */
	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	DecoratedBodies taskhostDecoratedBodies(ObjectProvider<TaskDecorator> decorators) {
		List<TaskDecorator> own = decorators.orderedStream()
			.filter((decorator) -> !(decorator instanceof ContextPropagatingTaskDecorator))
			.toList();
		return new DecoratedBodies(new CompositeTaskDecorator(own));
	}

}
