package io.github.taskhost.autoconfigure;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for a {@link BackgroundTaskHost}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TaskhostProperties.class)
public final class TaskhostAutoConfiguration {

	private static final String DEFAULT_PRODUCER = "application";

	TaskhostAutoConfiguration() {
	}

	@Bean
	LocalHost taskhostLocalHost(ApplicationContext context) {
		return new LocalHost(context);
	}

	/** Proxied by its interface, since the class is final. */
	@Bean
	@ConditionalOnMissingBean(BackgroundTaskHost.class)
	@Proxyable(interfaces = BackgroundTaskHost.class)
	LocalBackgroundTaskHost backgroundTaskHost(LocalHost host, TaskhostProperties properties,
			ApplicationContext context) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder();
		builder.options(HostOptionsFactory.create(properties, producer(properties, context.getEnvironment())));
		checkSession(properties.schedules().session());
		SecurityContextCheck.check(properties.context(), context.getClassLoader());
		setClassLoader(builder, context.getClassLoader());
		new HostBeans(context).applyTo(builder);
		return host.build(builder);
	}

	private static String producer(TaskhostProperties properties, Environment environment) {
		String producer = properties.producer();
		if (StringUtils.hasText(producer)) {
			return producer;
		}
		String application = environment.getProperty("spring.application.name");
		return StringUtils.hasText(application) ? application : DEFAULT_PRODUCER;
	}

	private static void checkSession(String session) {
		try {
			TaskSession.requireValidId(session);
		}
		catch (InvalidTaskArgumentException ex) {
			throw new InvalidTaskhostPropertyException("schedules.session", session,
					"Use 1 to 200 of the characters A-Z a-z 0-9 . _ : ~ @ -, and neither '.' nor '..' alone.");
		}
	}

	private static void setClassLoader(LocalBackgroundTaskHost.Builder builder, @Nullable ClassLoader classLoader) {
		if (classLoader != null) {
			builder.classLoader(classLoader);
		}
	}

}
