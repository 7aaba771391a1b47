package io.github.taskhost.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartLine}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartLineTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostShutdownAutoConfiguration.class));

	@Test
	void logsThePoliciesOnce(CapturedOutput output) {
		this.contexts.run((context) -> assertThat(output).containsOnlyOnce(
				"The host of background tasks runs; cancel COOPERATIVE, interrupt after 30s, abandon after 30s more, "
						+ "with descendants, also after a failure; close KEEP, CANCEL without a successor, hidden work 30s; "
						+ "shutdown 20s and 5s; at most 100000 live tasks, 100000 a session, any time an attempt; "
						+ "records kept 24h, at most 100000; kinds with options: 0"));
	}

	@Test
	void logsConfiguredValues(CapturedOutput output) {
		this.contexts
			.withPropertyValues("taskhost.defaults.cancel-policy=abort-local", "taskhost.cancel.escalate=false",
					"taskhost.cancel.cascade=", "taskhost.defaults.timeout=90s", "taskhost.kinds.import.timeout=5s")
			.run((context) -> assertThat(output).contains("cancel ABORT_LOCAL, no interrupt, without descendants; ")
				.contains("1m30s an attempt; ")
				.contains("kinds with options: 1"));
	}

}
