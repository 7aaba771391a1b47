package io.github.taskhost.autoconfigure.view;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.autoconfigure.view.actuator.ActuatorSanitizer;
import io.github.taskhost.task.JsonPayload;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskValues}.
 */
class TaskValuesTests {

	private final TaskValues values = new TaskValues(
			new ActuatorSanitizer(List.of(SanitizingFunction.sanitizeValue().ifLikelyCredential(),
					SanitizingFunction.of((data) -> data.withValue("a number")).ifKeyEquals("input.count"))));

	@Test
	void masksHiddenValuesAsAWhole() {
		assertThat(this.values.show("input", Map.of("count", 5), false)).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@Test
	void appliesFunctionsToNestedValues() {
		Map<String, @Nullable Object> input = new LinkedHashMap<>();
		input.put("count", 5);
		input.put("password", "12345");
		input.put("nothing", null);
		input.put("people", List.of(Map.of("name", "ann", "password", "12345")));
		assertThat(this.values.show("input", input, true))
			.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("count", "a number")
			.containsEntry("password", "******")
			.containsEntry("nothing", null)
			.containsEntry("people", List.of(Map.of("name", "ann", "password", "******")));
	}

	@Test
	void functionForANameAppliesToListsOfThatName() {
		assertThat(this.values.show("result", Map.of("token", Arrays.asList("a", null)), true))
			.isEqualTo(Map.of("token", Arrays.asList("******", null)));
	}

	@Test
	void showsAllWithoutFunctions() {
		assertThat(new TaskValues(ValueSanitizer.NONE).show("input", Map.of("password", "12345"), true))
			.isEqualTo(Map.of("password", "12345"));
	}

	@Test
	void maskedValuesAreNotRead() {
		assertThat(this.values.show("input", new JsonPayload("{broken"), false)).isEqualTo(TaskValues.MASK);
		assertThat(this.values.show("input", new JsonPayload("{\"a\":null}"), true)).isInstanceOf(Map.class);
	}

}
