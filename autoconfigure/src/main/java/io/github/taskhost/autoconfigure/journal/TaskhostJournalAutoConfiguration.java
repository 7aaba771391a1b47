package io.github.taskhost.autoconfigure.journal;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * Auto-configuration for the journal. Level {@code DEBUG} of the logger
 * {@code taskhost.journal} enables its output.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostJournalAutoConfiguration {

	TaskhostJournalAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean
	TaskJournal taskhostJournal() {
		return new TaskJournal();
	}

}
