package io.github.taskhost.autoconfigure.kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KindNameCheck}. The kind {@code count} is defined.
 */
@ExtendWith(OutputCaptureExtension.class)
class KindNameCheckTests {

	private final ApplicationContextRunner contexts = Kinds.contexts().withBean(Kinds.Counter.class);

	@ParameterizedTest
	@CsvSource({ "cuont, count", "conut, count", "counts, count", "monitr, monitor" })
	void misspeltKindIsNamedWithTheDefinedOne(String configured, String defined, CapturedOutput output) {
		this.contexts.withPropertyValues("taskhost.kinds." + configured + ".timeout=1s").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output)
				.containsOnlyOnce("'taskhost.kinds." + configured + "' are for a kind that is not defined")
				.contains("Did you mean 'taskhost.kinds." + defined + "'?");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "count", "import", "monitor", "other" })
	void otherKindIsRight(String configured, CapturedOutput output) {
		this.contexts.withPropertyValues("taskhost.kinds." + configured + ".timeout=1s")
			.run((context) -> assertThat(output).doesNotContain("Did you mean"));
	}

	@Test
	void childContextDoesNotRepeatTheWarning(CapturedOutput output) {
		this.contexts.withPropertyValues("taskhost.kinds.cuont.timeout=1s")
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.run((child) -> assertThat(output).containsOnlyOnce("Did you mean")));
	}

}
