package io.github.taskhost.console;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.security.TaskhostSecurityAutoConfiguration;
import io.github.taskhost.autoconfigure.view.AuditLog;
import io.github.taskhost.autoconfigure.view.ValueSanitizer;
import io.github.taskhost.console.api.Throughput;
import io.github.taskhost.console.autoconfigure.TaskhostConsoleAutoConfiguration;
import io.github.taskhost.console.autoconfigure.TaskhostConsolePropertiesAutoConfiguration;
import io.github.taskhost.console.web.ConsoleHandler;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

/** The console of applications that lack the libraries that it uses where they exist. */
class ClassPathTests {

	private static final String ENABLED = "taskhost.console.enabled=true";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(TaskhostAutoConfiguration.class,
			TaskhostSecurityAutoConfiguration.class, TaskhostConsoleAutoConfiguration.class,
			TaskhostConsolePropertiesAutoConfiguration.class);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ENABLED);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ENABLED);

	@Test
	void consoleNeedsNoActuator() {
		FilteredClassLoader without = new FilteredClassLoader("org.springframework.boot.actuate");
		this.servlet.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConsoleHandler.class)
				.doesNotHaveBean(AuditLog.class)
				.doesNotHaveBean(ValueSanitizer.class));
		this.reactive.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConsoleHandler.class));
	}

	@Test
	void consoleNeedsNoSecurity() {
		FilteredClassLoader without = new FilteredClassLoader("org.springframework.security");
		this.servlet.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConsoleHandler.class));
		this.reactive.withClassLoader(without)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConsoleHandler.class));
	}

	@Test
	void consoleNeedsOneWebStack() {
		this.servlet.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("taskhostConsoleMapping"));
		this.reactive.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet", "jakarta.servlet"))
			.run((context) -> assertThat(context).hasNotFailed().hasBean("taskhostConsoleMapping"));
	}

	@Test
	void actuatorAuditsAndSanitizes() {
		this.servlet
			.run((context) -> assertThat(context).hasSingleBean(AuditLog.class).hasSingleBean(ValueSanitizer.class));
		assertThat(AuditApplicationEvent.class).isNotNull();
		assertThat(Authentication.class).isNotNull();
	}

	@Test
	void consoleIsAbsentUnlessItIsEnabled() {
		this.servlet.withPropertyValues("taskhost.console.enabled=false").run(ClassPathTests::assertAbsent);
		this.reactive.withPropertyValues("taskhost.console.enabled=false").run(ClassPathTests::assertAbsent);
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ENABLED)
			.run(ClassPathTests::assertAbsent);
		this.servlet.withPropertyValues("taskhost.enabled=false").run(ClassPathTests::assertAbsent);
	}

	private static void assertAbsent(org.springframework.context.ApplicationContext context) {
		for (Class<?> type : new Class<?>[] { ConsoleHandler.class, Throughput.class, AuditLog.class,
				ValueSanitizer.class }) {
			assertThat(context.getBeanNamesForType(type)).as(type.getName()).isEmpty();
		}
		assertThat(context.containsBean("taskhostConsoleMapping")).isFalse();
	}

	@Test
	void hostMayBeAMock() {
		this.servlet.withBean(BackgroundTaskHost.class, () -> Mockito.mock(BackgroundTaskHost.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ConsoleHandler.class));
	}

}
