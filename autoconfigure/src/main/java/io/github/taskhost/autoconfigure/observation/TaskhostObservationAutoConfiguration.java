package io.github.taskhost.autoconfigure.observation;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.observation.TaskExecutionObservationConvention;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for observations of task executions.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostObservationAutoConfiguration {

	TaskhostObservationAutoConfiguration() {
	}

	/** Ordered after the context propagators: the span of the spawner is the parent. */
	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	@Order(100)
	ObservedExecutions taskhostObservedExecutions(ObservationRegistry registry,
			ObjectProvider<TaskExecutionObservationConvention> convention) {
		return new ObservedExecutions(registry, convention.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Tracer.class, TracingObservationHandler.class, MicrometerTracingAutoConfiguration.class })
	@ConditionalOnSingleCandidate(Tracer.class)
	static class TracingConfiguration {

		@Bean
		@Proxyable(ProxyType.INTERFACES)
		@ConditionalOnMissingBean
		@Order(MicrometerTracingAutoConfiguration.DEFAULT_TRACING_OBSERVATION_HANDLER_ORDER - 1)
		LinkingTracingHandler taskhostTracingHandler(Tracer tracer) {
			return new LinkingTracingHandler(tracer);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterFilter.class)
	static class MetricsConfiguration {

		@Bean
		@Proxyable(ProxyType.INTERFACES)
		ExecutionMeterFilter taskhostExecutionMeterFilter() {
			return new ExecutionMeterFilter();
		}

	}

}
