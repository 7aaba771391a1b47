package io.github.taskhost.autoconfigure.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.SchemaRegistry;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link TaskhostSchemasAutoConfiguration}.
 */
class TaskhostSchemasAutoConfigurationTests {

	private static final JsonPayload PATTERN = new JsonPayload("{\"pattern\":\"^a$\"}");

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostSchemasAutoConfiguration.class));

	@Test
	void contributesSchemasWithPatterns() {
		this.contextRunner.run((context) -> {
			AnswerSchemas schemas = context.getBean(AnswerSchemas.class);
			assertThatNoException().isThrownBy(() -> schemas.requireValid(PATTERN));
			assertThat(schemas.mismatch(PATTERN, new JsonPayload("\"b\""))).isPresent();
		});
	}

	@Test
	void contributesSchemasWithoutPatternsWhenTheirLibraryIsAbsent() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Pattern.class)).run((context) -> {
			AnswerSchemas schemas = context.getBean(AnswerSchemas.class);
			assertThatNoException().isThrownBy(() -> schemas.requireValid(new JsonPayload("{\"type\":\"object\"}")));
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> schemas.requireValid(PATTERN))
				.withMessageContaining("com.google.re2j:re2j");
		});
	}

	@Test
	void contributesNothingWithoutTheLibraries() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(SchemaRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(AnswerSchemas.class));
		this.contextRunner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(BackgroundTaskHost.class)
				.doesNotHaveBean(AnswerSchemas.class));
	}

	@Test
	void backsOffForSchemasOfTheApplication() {
		this.contextRunner.withBean("ownSchemas", AnswerSchemas.class, AnswerSchemas::none)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(AnswerSchemas.class)
				.isSameAs(AnswerSchemas.none()));
	}

	@Test
	void contributesNothingWhenDisabled() {
		this.contextRunner.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AnswerSchemas.class));
	}

}
