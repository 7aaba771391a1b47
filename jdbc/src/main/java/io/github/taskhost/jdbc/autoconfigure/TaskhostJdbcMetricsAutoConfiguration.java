package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.spi.TaskJournal;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the meters of the store of tasks.
 */
@AutoConfiguration(after = TaskhostJdbcAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(name = TaskhostJdbcAutoConfiguration.JOURNAL)
public final class TaskhostJdbcMetricsAutoConfiguration {

	TaskhostJdbcMetricsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(name = "taskhostJournalGauges")
	MeterBinder taskhostJournalGauges(@Qualifier(TaskhostJdbcAutoConfiguration.JOURNAL) TaskJournal journal) {
		return new JournalGauges(TaskhostJdbcAutoConfiguration.targetOf(journal));
	}

	@Bean
	@ConditionalOnMissingBean(name = "taskhostJournalCounters")
	MeterBinder taskhostJournalCounters(@Qualifier(TaskhostJdbcAutoConfiguration.JOURNAL) TaskJournal journal) {
		return new JournalCounters(TaskhostJdbcAutoConfiguration.targetOf(journal));
	}

}
