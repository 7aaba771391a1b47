package io.github.taskhost.autoconfigure.kind;

import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.task.TaskhostDefaults;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for kinds of task that are methods of beans.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostKindAutoConfiguration {

	TaskhostKindAutoConfiguration() {
	}

	/** Precedes the customizers of the application, which take precedence. */
	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	AnnotatedKinds taskhostAnnotatedKinds(ConfigurableListableBeanFactory beans, LocalHost host) {
		return new AnnotatedKinds(beans, host);
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnBean(KindSchedules.class)
	AnnotatedSchedules taskhostAnnotatedSchedules(ApplicationContext context, KindSchedules kinds, LocalHost host,
			Environment environment) {
		String session = environment.getProperty("taskhost.schedules.session", TaskhostDefaults.SCHEDULES_SESSION);
		return new AnnotatedSchedules(context, kinds, host, session);
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	KindNameCheck taskhostKindNameCheck(ApplicationContext context, LocalHost host) {
		return new KindNameCheck(context, host);
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	PollingCheck taskhostPollingCheck(ApplicationContext context, LocalHost host) {
		return new PollingCheck(context, host);
	}

}
