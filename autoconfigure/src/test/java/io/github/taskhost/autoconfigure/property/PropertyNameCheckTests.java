package io.github.taskhost.autoconfigure.property;

import java.time.Duration;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropertyNameCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PropertyNameCheckTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostPropertyNamesAutoConfiguration.class, TaskhostAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "taskhost.cancel.grace-periode=1s", "taskhost.kinds.import.tiemout=1s",
			"taskhost.kinds[import].tiemout=1s", "taskhost.kinds.import.retry.attempts=3",
			"taskhost.cancle.escalate=true", "taskhost.timeout=1s", "taskhost.producer.name=shop" })
	void unknownNameStopsTheStart(String property) {
		this.contexts.withPropertyValues(property).run((context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			assertThat(failure).isInstanceOf(UnknownPropertiesException.class);
			FailureAnalysis analysis = new UnknownPropertiesFailureAnalyzer().analyze(failure);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("'" + property.substring(0, property.indexOf('=')) + "'");
			assertThat(analysis.getAction()).contains("Correct the names");
		});
	}

	@ParameterizedTest
	@CsvSource({ "taskhost.kinds.import.tiemout, timeout", "taskhost.cancle.escalate, cancel",
			"taskhost.cancel.grace-periode, grace-period", "taskhost.kinds.import.retry.max-atempts, max-attempts" })
	void failureNamesTheNearestName(String property, String near) {
		this.contexts.withPropertyValues(property + "=1s")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'" + property + "'")
				.hasMessageContaining("Did you mean '" + near + "'?"));
	}

	@Test
	void failureNamesWhatIsKnownThere() {
		this.contexts.withPropertyValues("taskhost.kinds.import.tiemout=1s")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("'taskhost.kinds.import.tiemout'")
				.hasMessageContaining("Known names there: cancel-policy")
				.hasMessageContaining(", timeout"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "taskhost.cancel.gracePeriod=1s", "taskhost.kinds.import.retry.max-attempts=3",
			"taskhost.kinds[daily-report].max_concurrent=3", "taskhost.enabled=true", "taskhostess.name=x" })
	void knownNameIsAccepted(String property) {
		this.contexts.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void lists() {
		this.contexts
			.withPropertyValues("taskhost.kinds.import.retry.max-attempts=3",
					"taskhost.kinds.import.retry.retry-on[0]=java.io.IOException",
					"taskhost.kinds.import.retry.not-on=java.io.FileNotFoundException")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void nothingIsCheckedWithoutAHost() {
		this.contexts.withPropertyValues("taskhost.enabled=false", "taskhost.cancle=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void groupsOfOtherModulesAreKnown() {
		this.contexts.withUserConfiguration(OtherModule.class)
			.withPropertyValues("taskhost.durable.lease=5s", "taskhost.cancel.grace-period=1s")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contexts.withUserConfiguration(OtherModule.class)
			.withPropertyValues("taskhost.durable.laese=5s")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("Known names there: lease"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "taskhost.durable.writers=2", "taskhost.cluster.lease=2s" })
	void groupOfAMissingModuleNamesItsDependency(String property) {
		this.contexts.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("add the dependency taskhost-spring-boot-starter-jdbc"));
	}

	@Test
	void groupOfTheConsoleNamesItsDependency() {
		this.contexts.withPropertyValues("taskhost.console.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("add the dependency taskhost-spring-boot-starter-console"));
	}

	@ParameterizedTest
	@CsvSource({ "TASKHOST_KINDS_DAILY_REPORT_TIMEOUT, daily-report", "TASKHOST_KINDS_REPORT_TIMEOUT, report",
			"TASKHOST_KINDS_A_VERY_LONG_NAME_TIMEOUT, a-very-long-name", "TASKHOST_KINDS_A_RETRY_TIMEOUT, a-retry" })
	void variableSetsAnOptionOfAKind(String variable, String kind, CapturedOutput output) {
		withVariables(Map.of(variable, "7s")).run((context) -> {
			assertThat(context).hasNotFailed();
			Map<String, TaskhostProperties.Kind> kinds = context.getBean(TaskhostProperties.class).kinds();
			assertThat(kinds).containsOnlyKeys(kind);
			assertThat(kinds.get(kind).timeout()).isEqualTo(Duration.ofSeconds(7));
			assertThat(output).doesNotContain("mean no property");
		});
	}

	@Test
	void longestOptionOfAVariablePrecedes() {
		withVariables(Map.of("TASKHOST_KINDS_DAILY_REPORT_HEARTBEAT_TIMEOUT", "7s",
				"TASKHOST_KINDS_DAILY_REPORT_RETRY_MAX_ATTEMPTS", "3", "TASKHOST_KINDS_DAILY_REPORT_RETRY_NOTON_0",
				"java.io.IOException", "TASKHOST_KINDS_DAILY_REPORT_MAXCONCURRENT", "2"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				TaskhostProperties.Kind kind = context.getBean(TaskhostProperties.class).kinds().get("daily-report");
				assertThat(kind).isNotNull();
				assertThat(kind.heartbeatTimeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(kind.maxConcurrent()).isEqualTo(2);
				assertThat(kind.retry()).isNotNull();
				assertThat(kind.retry().maxAttempts()).isEqualTo(3);
				assertThat(kind.retry().notOn()).hasSize(1);
			});
	}

	@Test
	void variablePrecedesAFile() {
		withVariables(Map.of("TASKHOST_KINDS_DAILY_REPORT_TIMEOUT", "7s"))
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("file", Map.of("taskhost.kinds.daily-report.timeout", "1s"))))
			.run((context) -> assertThat(
					context.getBean(TaskhostProperties.class).kinds().get("daily-report").timeout())
				.isEqualTo(Duration.ofSeconds(7)));
	}

	@Test
	void variablesThatMatchNothingGetOneWarning(CapturedOutput output) {
		withVariables(Map.of("TASKHOST_KINDS_DAILY_REPORT_TIMOUT", "7s", "TASKHOST_HOME", "/opt",
				"TASKHOST_CANCEL_GRACEPERIOD", "1s", "TASKHOST_CANCEL_ABANDON_AFTER", "1s"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(BackgroundTaskHost.class);
				assertThat(context.getBean(TaskhostProperties.class).kinds()).isEmpty();
				assertThat(output.getAll().lines().filter((line) -> line.contains("mean no property"))).singleElement()
					.asString()
					.contains("TASKHOST_KINDS_DAILY_REPORT_TIMOUT", "TASKHOST_HOME")
					.doesNotContain("GRACEPERIOD", "ABANDON");
			});
	}

	private ApplicationContextRunner withVariables(Map<String, Object> variables) {
		return this.contexts.withInitializer((context) -> replaceEnvironment(context, variables));
	}

	private static void replaceEnvironment(ConfigurableApplicationContext context, Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

	@ConfigurationProperties("taskhost.durable")
	record Durable(Duration lease) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Durable.class)
	static class OtherModule {

	}

}
