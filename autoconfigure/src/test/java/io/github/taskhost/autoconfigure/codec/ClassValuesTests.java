package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ClassValues}: a document neither names nor initialises a class.
 */
class ClassValuesTests {

	private static final AtomicBoolean initialised = new AtomicBoolean();

	private static final String NAME = '"' + Loud.class.getName() + '"';

	private final PayloadCodec codec = new JacksonPayloadCodec(DataSize.ofKilobytes(4), PayloadValidation.NONE);

	static Stream<Arguments> documents() {
		return Stream.of(arguments(NAME, Class.class, ""), arguments(NAME, JavaType.class, ""),
				arguments("{\"type\":" + NAME + "}", Clazz.class, "type: "),
				arguments("{\"type\":" + NAME + "}", Typed.class, "type: "),
				arguments("[" + NAME + "]", new TypeReference<List<Class<?>>>() {
				}.getType(), "[0]: "), arguments("{" + NAME + ":1}", new TypeReference<Map<Class<?>, Integer>>() {
				}.getType(), ""));
	}

	@ParameterizedTest
	@MethodSource("documents")
	void classIsRefusedWithTheRemedy(String json, Type type, String path) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.codec.decode(new JsonPayload(json), type))
			.withMessageStartingWith("The JSON does not fit: " + path)
			.withMessageContaining("is not read as a class: declare a String or an enum");
		assertThat(initialised).as("the class is initialised").isFalse();
	}

	record Clazz(Class<?> type) {
	}

	record Typed(JavaType type) {
	}

	static class Loud {

		static {
			initialised.set(true);
		}

	}

}
