package io.github.taskhost.autoconfigure.schedule;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.schedule.CronTimes;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the cron expressions of recurring schedules.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostScheduleAutoConfiguration {

	TaskhostScheduleAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(CronTimes.class)
	SpringCronTimes taskhostCronTimes() {
		return new SpringCronTimes();
	}

}
