package io.github.taskhost.jdbc.autoconfigure;

import io.github.taskhost.spi.TaskJournal;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the health of the store of tasks.
 */
@AutoConfiguration(after = TaskhostJdbcAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(name = TaskhostJdbcAutoConfiguration.JOURNAL)
@ConditionalOnEnabledHealthIndicator("taskhostjournal")
public final class TaskhostJdbcHealthAutoConfiguration {

	TaskhostJdbcHealthAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(name = { "taskhostJournalHealthIndicator", "taskhostJournalHealthContributor" })
	JournalHealthIndicator taskhostJournalHealthIndicator(
			@Qualifier(TaskhostJdbcAutoConfiguration.JOURNAL) TaskJournal journal) {
		return new JournalHealthIndicator(TaskhostJdbcAutoConfiguration.targetOf(journal));
	}

}
