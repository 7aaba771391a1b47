package io.github.taskhost.autoconfigure.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link JacksonPayloadCodec}.
 */
class JacksonPayloadCodecTests {

	private final JacksonPayloadCodec codec = new JacksonPayloadCodec(DataSize.ofKilobytes(1), PayloadValidation.NONE);

	static Stream<Arguments> kept() {
		return Stream.of(arguments(1, "1"), arguments("a \"b\"", "\"a \\\"b\\\"\""), arguments(true, "true"),
				arguments(new BigDecimal("1.50"), "1.50"), arguments(TaskMode.MANAGED, "\"MANAGED\""),
				arguments(Instant.EPOCH, "\"1970-01-01T00:00:00Z\""),
				arguments(new UUID(0, 1), "\"00000000-0000-0000-0000-000000000001\""),
				arguments(new Report(1, List.of(new Row("a"))), "{\"rows\":1,\"broken\":[{\"name\":\"a\"}]}"),
				arguments(Map.of("a", List.of(Map.of("b", 1))), "{\"a\":[{\"b\":1}]}"), arguments(List.of(), "[]"));
	}

	@ParameterizedTest
	@MethodSource("kept")
	void keeps(Object value, String json) {
		assertThat(text(this.codec.encodeResult(value))).isEqualTo(json);
	}

	@Test
	void keepsNull() {
		assertThat(text(this.codec.encodeResult(null))).isEqualTo("null");
	}

	static Stream<Object> leftOut() {
		return Stream.of(new Bean(), List.of(new Bean()), new Report(new Bean(), List.of()), new Object(),
				new IllegalStateException("secret"), (Runnable) () -> {
				});
	}

	@ParameterizedTest
	@MethodSource("leftOut")
	void leavesOutValuesThatAreNotPlainData(Object value) {
		TaskResult result = this.codec.encodeResult(value);
		assertThat(result.value()).isNull();
		assertThat(result.omitted()).doesNotContain("secret");
	}

	@Test
	void reasonNamesTheTypeThatIsLeftOut() {
		assertThat(this.codec.encodeResult(List.of(new Bean())).omitted()).contains(Bean.class.getName());
	}

	@Test
	void leavesOutLargeValues() {
		assertThat(text(this.codec.encodeResult("x".repeat(1022)))).hasSize(1024);
		assertThat(this.codec.encodeResult("x".repeat(1023)).omitted()).contains("taskhost.payload.max-size");
	}

	@Test
	void readsEndlessValueUpToTheLimit() {
		TaskResult result = this.codec.encodeResult(new Endless());
		assertThat(result.omitted()).contains("taskhost.payload.max-size");
	}

	@Test
	void leavesOutCyclicLists() {
		List<Object> list = new ArrayList<>();
		list.add(list);
		assertThat(this.codec.encodeResult(list).omitted()).contains("32 levels");
	}

	@Test
	void leavesOutCyclicMaps() {
		Map<String, Object> map = new HashMap<>();
		map.put("self", List.of(map));
		assertThat(this.codec.encodeResult(map).omitted()).contains("32 levels");
	}

	@Test
	void keepsValuesUpToTheDepth() {
		assertThat(this.codec.encodeResult(nested(32)).value()).isNotNull();
		assertThat(this.codec.encodeResult(nested(33)).omitted()).contains("32 levels");
	}

	static Stream<Arguments> unreadable() {
		return Stream.of(
				arguments(BigInteger.TEN.pow(1000), "has a number that is too long: more than 1000 characters"),
				arguments(new BigDecimal(BigInteger.ONE, 999), "kept"), arguments(new BigDecimal("1E+1000"), "kept"),
				arguments(BigInteger.TEN.pow(999), "kept"),
				arguments(new BigDecimal("1E+999999999"), "has a number whose exponent is not between -1000 and 1000"),
				arguments(List.of(new BigDecimal("1E-1001")), "has a number at '[0]' whose exponent"),
				arguments(Map.of("k".repeat(1001), 1), "has a name that is too long: more than 1000 characters"),
				arguments(Map.of("k".repeat(1000), 1), "kept"),
				arguments(Double.NaN, "has NaN, which JSON cannot express"),
				arguments(Float.NEGATIVE_INFINITY, "has -Infinity, which JSON cannot express"),
				arguments(new double[] { 1, Double.POSITIVE_INFINITY }, "has Infinity at '[1]', which"),
				arguments(new Report(Map.of("ratio", Double.NaN), List.of()), "has NaN at 'rows.ratio', which"),
				arguments(Map.of(1, "a", "1", "b"), "repeats a property"),
				arguments(new RawText("{\"a\":secret}"), "is not valid JSON"),
				arguments(new RawText("1 2"), "is not valid JSON"),
				arguments(Map.of("json", new JsonPayload("{secret")), "cannot be written as JSON"),
				arguments(Map.of("json", new JsonPayload("")), "cannot be written as JSON"),
				arguments(Map.of("json", new JsonPayload("1 2")), "cannot be written as JSON"));
	}

	/** A result that is kept can be read everywhere. */
	@ParameterizedTest
	@MethodSource("unreadable")
	void leavesOutResultsThatNoReaderAccepts(Object value, String reason) {
		JacksonPayloadCodec large = new JacksonPayloadCodec(DataSize.ofKilobytes(64), PayloadValidation.NONE);
		TaskResult result = large.encodeResult(value);
		if (reason.equals("kept")) {
			assertThat(large.decode(result.value(), JsonNode.class)).isNotNull();
		}
		else {
			assertThat(result.omitted()).startsWith("the result ").contains(reason).doesNotContain("secret");
		}
	}

	@Test
	void survivesAnAccessorThatThrows() {
		TaskResult result = this.codec.encodeResult(new Throwing("x"));
		assertThat(result.omitted()).contains("cannot be written").doesNotContain("secret");
	}

	@Test
	void survivesAnAccessorThatNeverReturns() {
		assertThat(this.codec.encodeResult(new Recursive("x")).omitted()).contains("cannot be written");
	}

	@Test
	void writesNoTypeNames() {
		assertThat(text(this.codec.encodeResult(new Typed("a")))).isEqualTo("{\"name\":\"a\"}");
	}

	private static @Nullable String text(TaskResult result) {
		assertThat(result.omitted()).isNull();
		return (result.value() != null) ? result.value().text() : null;
	}

	private static Object nested(int depth) {
		Object value = "deep";
		for (int i = 0; i < depth; i++) {
			value = List.of(value);
		}
		return value;
	}

	record Report(Object rows, List<Row> broken) {
	}

	record Row(String name) {
	}

	record RawText(@JsonRawValue String text) {
	}

	record Throwing(String name) {

		@Override
		public String name() {
			throw new IllegalStateException("secret");
		}

	}

	record Recursive(String name) {

		@Override
		public String name() {
			return new Recursive("x" + this.name).name();
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	record Typed(String name) {
	}

	static class Bean {

		public String getName() {
			return "secret";
		}

	}

	static class Endless implements Iterable<String> {

		@Override
		public Iterator<String> iterator() {
			return Stream.generate(() -> "again").iterator();
		}

	}

}
