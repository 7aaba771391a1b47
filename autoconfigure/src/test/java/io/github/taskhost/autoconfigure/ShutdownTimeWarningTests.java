package io.github.taskhost.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the warning of {@link TaskhostShutdownAutoConfiguration} about shutdown
 * times.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTimeWarningTests {

	private static final String PROPERTY = "spring.lifecycle.timeout-per-shutdown-phase";

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostShutdownAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "15s,15s,30s", "40s,5s,30s", "20s,5s,5s", "PT9223372036854775807S,PT9223372036854775807S,30s" })
	void warnsIfTheHostMayTakeLongerThanTheContextWaits(String grace, String wait, String phase,
			CapturedOutput output) {
		start(grace, wait, phase);
		assertThat(output).contains("taskhost.shutdown.grace-period", "taskhost.shutdown.interrupt-wait", PROPERTY);
	}

	@ParameterizedTest
	@CsvSource({ "20s,5s,30s", "40s,5s,1m" })
	void doesNotWarnIfTheTimesFit(String grace, String wait, String phase, CapturedOutput output) {
		start(grace, wait, phase);
		assertThat(output).doesNotContain(PROPERTY);
	}

	@Test
	void doesNotWarnWithDefaults(CapturedOutput output) {
		this.contexts.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.run((context) -> assertThat(output).doesNotContain(PROPERTY));
	}

	@Test
	void usesTheDefaultOfTheContextWithoutLifecycleProperties(CapturedOutput output) {
		this.contexts.withPropertyValues("taskhost.shutdown.grace-period=30s")
			.run((context) -> assertThat(output).contains("35000 ms", "30000 ms"));
	}

	private void start(String grace, String wait, String phase) {
		this.contexts.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withPropertyValues("taskhost.shutdown.grace-period=" + grace, "taskhost.shutdown.interrupt-wait=" + wait,
					PROPERTY + "=" + phase)
			.run((context) -> assertThat(context).hasNotFailed());
	}

}
