package io.github.taskhost.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SecurityContextCheck}.
 */
class SecurityContextCheckTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class));

	@Test
	void missingSpringSecurityIsReported() {
		assertRefusedWithout("org.springframework.security", "org.springframework.security:spring-security-core");
	}

	@Test
	void missingContextPropagationIsReported() {
		assertRefusedWithout("io.micrometer.context", "io.micrometer:context-propagation");
	}

	@Test
	void librariesAreOptionalByDefault() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.security", "io.micrometer.context"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private void assertRefusedWithout(String packageName, String artifact) {
		this.contexts.withClassLoader(new FilteredClassLoader(packageName))
			.withPropertyValues("taskhost.context.security=true")
			.run((context) -> {
				FailureAnalysis analysis = new InvalidTaskhostPropertyFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription())
					.contains("The property 'taskhost.context.security' has the value 'true'");
				assertThat(analysis.getAction())
					.contains("Add " + artifact + " to the class path, or leave the property out.");
			});
	}

}
