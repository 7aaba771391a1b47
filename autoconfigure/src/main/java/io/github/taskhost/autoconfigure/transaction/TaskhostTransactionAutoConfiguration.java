package io.github.taskhost.autoconfigure.transaction;

import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.TaskTransactions;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Auto-configuration for the start of tasks after the commit of a Spring transaction.
 */
@AutoConfiguration(before = TaskhostAutoConfiguration.class)
@ConditionalOnClass(TransactionSynchronizationManager.class)
@ConditionalOnBooleanProperty(name = "taskhost.enabled", matchIfMissing = true)
public final class TaskhostTransactionAutoConfiguration {

	TaskhostTransactionAutoConfiguration() {
	}

	@Bean
	@Proxyable(ProxyType.INTERFACES)
	@ConditionalOnMissingBean(TaskTransactions.class)
	SpringTaskTransactions taskhostTransactions() {
		return new SpringTaskTransactions();
	}

}
