package io.github.taskhost.autoconfigure.rate;

import io.github.bucket4j.Bucket;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.RateLimiters;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for limits on the rate of starts.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass(Bucket.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostRateLimitsAutoConfiguration {

	TaskhostRateLimitsAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(RateLimiters.class)
	BucketLimiters taskhostRateLimiters() {
		return new BucketLimiters();
	}

}
