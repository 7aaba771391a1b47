package io.github.taskhost.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Mistakes in the properties of the console stop the start, and are explained. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StartMistakeTests {

	private static void assertStops(WebApplicationType type, String... properties) {
		assertThatThrownBy(() -> RealConsole.start(type, RealConsole.Nothing.class, properties).close())
			.isInstanceOf(Exception.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "taskhost", "/taskhost/", "/", "//taskhost", "/task//host", "/../taskhost", "/taskhost/..",
			"/./taskhost", "/task host", "/task%20host", "/{taskhost}", "/**", "/taskhost?x", "/taskhost;x", "/täsk",
			"/task\\host" })
	void badPathIsExplained(String path, CapturedOutput output) {
		assertStops(WebApplicationType.SERVLET, RealConsole.OPEN, "taskhost.console.path=" + path);
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START",
				"The property 'taskhost.console.path' has the value '" + path + "', which is not valid.",
				"Change 'taskhost.console.path'. Use ");
	}

	@Test
	void badPathIsExplainedOnWebFlux(CapturedOutput output) {
		assertStops(WebApplicationType.REACTIVE, RealConsole.OPEN, "taskhost.console.path=taskhost");
		assertThat(output.getAll()).contains("Change 'taskhost.console.path'. Use ");
	}

	@Test
	void emptyPathIsExplained(CapturedOutput output) {
		assertStops(WebApplicationType.SERVLET, RealConsole.OPEN, "taskhost.console.path=");
		assertThat(output.getAll()).contains("Change 'taskhost.console.path'. Use ");
	}

	@Test
	void pathOfAConsoleThatIsNotEnabledDoesNotMatter() {
		RealConsole
			.start(WebApplicationType.SERVLET, RealConsole.Nothing.class, RealConsole.OPEN,
					"taskhost.console.enabled=false", "taskhost.console.path=taskhost")
			.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "taskhost.console.enabld", "taskhost.console.write-role", "taskhost.console.ui.path",
			"taskhost.consol.enabled" })
	void misspeltPropertyIsExplained(String property, CapturedOutput output) {
		assertStops(WebApplicationType.SERVLET, RealConsole.OPEN, "taskhost.console.enabled=false", property + "=true");
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START",
				"No part of Taskhost knows these properties", "'" + property + "'", "Correct the names");
	}

	@Test
	void misspeltPropertyIsExplainedWithTheNearestName(CapturedOutput output) {
		assertStops(WebApplicationType.REACTIVE, RealConsole.OPEN, "taskhost.console.enabld=true");
		assertThat(output.getAll()).contains("Did you mean 'enabled'?");
	}

	@Test
	void badEnumerationIsExplained(CapturedOutput output) {
		assertStops(WebApplicationType.SERVLET, RealConsole.OPEN, "taskhost.console.unsecured=everybody");
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START", "taskhost.console.unsecured", "ANYBODY");
	}

}
