package io.github.taskhost.autoconfigure.metrics;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostProperties;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the metrics of background tasks.
 */
@AutoConfiguration(after = TaskhostAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ BackgroundTaskHost.class, MeterRegistry.class, TaskhostProperties.class })
public final class TaskhostMetricsAutoConfiguration {

	TaskhostMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	KindTags taskhostKindTags(TaskhostProperties properties) {
		return new KindTags(properties.metrics().maxKinds());
	}

	/**
	 * Does not depend on the host, because the host takes it at construction.
	 */
	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(BackgroundTaskMetricsRecorder.class)
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	MicrometerRecorder taskhostMetricsRecorder(MeterRegistry registry, KindTags kinds) {
		return new MicrometerRecorder(registry, kinds);
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
	HostGauges taskhostGauges(BackgroundTaskHost host, KindTags kinds) {
		return new HostGauges(host, kinds);
	}

}
