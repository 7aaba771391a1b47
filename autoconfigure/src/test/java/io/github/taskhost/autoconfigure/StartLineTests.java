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
				"The host of background tasks runs. Cancel: COOPERATIVE, interrupted after 30s, abandoned 30s later, "
						+ "passed on to descendants at [CANCEL, FAILURE]. Close: KEEP (TRANSFER is CANCEL when there is no "
						+ "successor), 30s for hidden work. Shutdown: 20s, interrupts, 5s. Limits: 100000 live tasks, 100000 "
						+ "per session, no timeout per attempt. Records: 24h, at most 100000. Kinds with properties: none"));
	}

	@Test
	void logsConfiguredValues(CapturedOutput output) {
		this.contexts
			.withPropertyValues("taskhost.defaults.cancel-policy=abort-local", "taskhost.cancel.escalate=false",
					"taskhost.cancel.cascade=", "taskhost.defaults.timeout=90s", "taskhost.kinds.import.timeout=5s",
					"taskhost.kinds.crawl.timeout=5s")
			.run((context) -> assertThat(output)
				.contains("Cancel: ABORT_LOCAL, never interrupted, passed on to descendants at []. ")
				.contains("1m30s per attempt. ")
				.contains("Kinds with properties: crawl, import"));
	}

}
