package io.github.taskhost.autoconfigure.transaction;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.TaskTransactions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostTransactionAutoConfiguration}.
 */
class TaskhostTransactionAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostTransactionAutoConfiguration.class));

	@Test
	void contributesSpringTransactions() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(SpringTaskTransactions.class));
	}

	@Test
	void backsOffForABeanOfTheApplication() {
		this.contextRunner.withBean(TaskTransactions.class, TaskTransactions::none)
			.run((context) -> assertThat(context).hasSingleBean(TaskTransactions.class)
				.doesNotHaveBean(SpringTaskTransactions.class));
	}

	@Test
	void hostRunsWithoutSpringTransactions() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(TransactionSynchronizationManager.class))
			.run((context) -> assertThat(context).hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(TaskTransactions.class));
	}

	@Test
	void contributesNothingWhenDisabled() {
		this.contextRunner.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskTransactions.class));
	}

}
