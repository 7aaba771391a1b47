package io.github.taskhost.autoconfigure;

import java.time.Clock;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.spi.TaskTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
			ApplicationContext context, ObjectProvider<PayloadCodec> codec, ObjectProvider<AnswerSchemas> schemas,
			ObjectProvider<BackgroundTaskMetricsRecorder> metrics, ObjectProvider<BackgroundTaskListener> listeners,
			ObjectProvider<BackgroundTaskInterceptor> interceptors, ObjectProvider<BackgroundTaskExecutor> executors,
			ObjectProvider<BackgroundTaskHandler<?>> handlers, ObjectProvider<TaskCallers> callers,
			ObjectProvider<TaskTransactions> transactions, ObjectProvider<TaskContextPropagator> propagators,
			ObjectProvider<TaskTimer> timer, ObjectProvider<Clock> clock,
			ObjectProvider<BackgroundTaskHostCustomizer> customizers) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder();
		builder.options(HostOptionsFactory.create(properties, producer(properties, context.getEnvironment())));
		SecurityContextCheck.check(properties.context(), context.getClassLoader());
		setClassLoader(builder, context.getClassLoader());
		codec.ifAvailable(builder::codec);
		schemas.ifAvailable(builder::schemas);
		metrics.ifAvailable(builder::metrics);
		listeners.orderedStream().forEach(builder::addListener);
		interceptors.orderedStream().forEach(builder::addInterceptor);
		callers.ifAvailable(builder::callers);
		transactions.ifAvailable(builder::transactions);
		propagators.orderedStream().forEach(builder::addContextPropagator);
		timer.ifUnique((own) -> time(builder, own, clock));
		executors.orderedStream().forEach(builder::addExecutor);
		handlers.orderedStream().forEach(builder::addHandler);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return host.build(builder);
	}

	/**
	 * A timer that is also a clock takes precedence over the clock of the application.
	 */
	private static void time(LocalBackgroundTaskHost.Builder builder, TaskTimer timer, ObjectProvider<Clock> clocks) {
		builder.timer(timer);
		if (timer instanceof Clock clock) {
			builder.clock(clock);
		}
		else {
			clocks.ifUnique(builder::clock);
		}
	}

	private static String producer(TaskhostProperties properties, Environment environment) {
		String producer = properties.producer();
		if (StringUtils.hasText(producer)) {
			return producer;
		}
		String application = environment.getProperty("spring.application.name");
		return StringUtils.hasText(application) ? application : DEFAULT_PRODUCER;
	}

	private static void setClassLoader(LocalBackgroundTaskHost.Builder builder, @Nullable ClassLoader classLoader) {
		if (classLoader != null) {
			builder.classLoader(classLoader);
		}
	}

}
