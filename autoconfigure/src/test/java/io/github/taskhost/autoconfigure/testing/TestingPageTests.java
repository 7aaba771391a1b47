package io.github.taskhost.autoconfigure.testing;

import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.taskhost.autoconfigure.recipes.PageCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles and runs the examples of {@code docs/testing.md}.
 */
class TestingPageTests {

	private static final String PACKAGE = "io.github.taskhost.autoconfigure.testing";

	private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?class (\\w+).*?)```", Pattern.DOTALL);

	/** Imports that the page leaves out. */
	private static final String IMPORTS = """
			import io.github.taskhost.task.BackgroundTaskRegistration;
			import io.github.taskhost.test.autoconfigure.AutoConfigureTaskhost;
			import org.springframework.boot.test.context.SpringBootTest;
			""";

	@Test
	void examplesPass(@TempDir Path output) throws Exception {
		Map<String, String> examples = examples();
		assertThat(examples).hasSize(2);
		try (URLClassLoader classes = PageCompiler.compile("docs/testing.md", examples, output)) {
			TestExecutionSummary summary = run(classes, examples);
			assertThat(summary.getFailures()).extracting(TestExecutionSummary.Failure::getException).isEmpty();
			assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
		}
	}

	private static Map<String, String> examples() throws Exception {
		Map<String, String> examples = new LinkedHashMap<>();
		String imports = "";
		for (MatchResult example : EXAMPLE.matcher(Files.readString(Path.of("../docs/testing.md")))
			.results()
			.toList()) {
			String code = example.group(1);
			examples.put(PACKAGE + "." + example.group(2), "package " + PACKAGE + ";\n" + IMPORTS + imports + code);
			imports = code.substring(0, code.indexOf("@"));
		}
		return examples;
	}

	private static TestExecutionSummary run(ClassLoader classes, Map<String, String> examples) throws Exception {
		List<ClassSelector> selectors = new ArrayList<>();
		for (String name : examples.keySet()) {
			selectors.add(DiscoverySelectors.selectClass(classes.loadClass(name)));
		}
		SummaryGeneratingListener summary = new SummaryGeneratingListener();
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(classes);
		try {
			LauncherFactory.create()
				.execute(LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), summary);
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
		return summary.getSummary();
	}

}
