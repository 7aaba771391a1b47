package io.github.taskhost.autoconfigure.context;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.contextpropagation.ObservationAwareBaggageThreadLocalAccessor;
import io.micrometer.tracing.contextpropagation.ObservationAwareSpanThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Auto-configuration for the context of bodies: the trace of the caller, the user if
 * {@code taskhost.context.security} is set, and the value of every
 * {@link ThreadLocalAccessor} bean.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass(ContextSnapshotFactory.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostContextAutoConfiguration {

	TaskhostContextAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	@Order(0)
	ContextSnapshots taskhostContextSnapshots(ObjectProvider<OwnAccessors> own,
			ObjectProvider<ThreadLocalAccessor<?>> accessors) {
		List<ThreadLocalAccessor<?>> all = Stream
			.concat(own.orderedStream().flatMap((some) -> some.accessors().stream()), accessors.orderedStream())
			.toList();
		return new ContextSnapshots(all);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnSingleCandidate(ObservationRegistry.class)
	static class ObservationContextConfiguration {

		@Bean
		@Order(0)
		OwnAccessors taskhostObservationAccessors(ObservationRegistry registry) {
			return OwnAccessors.of(new ObservationThreadLocalAccessor(registry));
		}

	}

	/** Ordered after the observation, whose span these accessors keep. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationRegistry.class, Tracer.class })
	@ConditionalOnSingleCandidate(Tracer.class)
	static class TracingContextConfiguration {

		@Bean
		@Order(1)
		OwnAccessors taskhostTracingAccessors(ObjectProvider<ObservationRegistry> registry, Tracer tracer) {
			ObservationRegistry observations = registry.getIfUnique(() -> ObservationRegistry.NOOP);
			return OwnAccessors.of(new ObservationAwareSpanThreadLocalAccessor(observations, tracer),
					new ObservationAwareBaggageThreadLocalAccessor(observations, tracer));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(SecurityContextHolder.class)
	@ConditionalOnBooleanProperty(name = "taskhost.context.security")
	static class SecurityContextConfiguration {

		@Bean
		@Order(2)
		OwnAccessors taskhostSecurityAccessors(ObjectProvider<SecurityContextHolderStrategy> strategy) {
			return OwnAccessors.of(new SecurityContextAccessor(holder(strategy.getIfUnique())));
		}

		private static Supplier<SecurityContextHolderStrategy> holder(
				@Nullable SecurityContextHolderStrategy strategy) {
			return (strategy != null) ? () -> strategy : SecurityContextHolder::getContextHolderStrategy;
		}

	}

}
