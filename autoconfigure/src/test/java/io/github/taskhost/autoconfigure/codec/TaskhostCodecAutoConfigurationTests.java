package io.github.taskhost.autoconfigure.codec;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.JsonPayload;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskhostCodecAutoConfiguration}.
 */
class TaskhostCodecAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostCodecAutoConfiguration.class));

	@Test
	void validatesWithTheValidatorOfTheApplication() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.run((context) -> assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> read(context))
				.withMessageContaining("name: must not be blank"));
	}

	@Test
	void validatesNothingWithoutAValidator() {
		this.contextRunner.run((context) -> assertThat(read(context)).isEqualTo(new Input("")));
	}

	@Test
	void validatesNothingWithoutTheLibrary() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Validator.class))
			.run((context) -> assertThat(read(context)).isEqualTo(new Input("")));
	}

	@Test
	void propertyBoundsTheSize() {
		this.contextRunner.withPropertyValues("taskhost.payload.max-size=10B")
			.run((context) -> assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> read(context))
				.withMessageContaining("larger than 10B")
				.withMessageContaining("taskhost.payload.max-size"));
	}

	@Test
	void backsOffForACodecOfTheApplication() {
		this.contextRunner.withBean("ownCodec", PayloadCodec.class, PayloadCodec::none)
			.run((context) -> assertThat(context).getBean(PayloadCodec.class).isSameAs(PayloadCodec.none()));
	}

	@Test
	void contributesNothingWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(PayloadCodec.class));
	}

	private static @Nullable Object read(ApplicationContext context) {
		return context.getBean(PayloadCodec.class).decode(new JsonPayload("{\"name\":\"\"}"), Input.class);
	}

	record Input(@NotBlank String name) {
	}

}
