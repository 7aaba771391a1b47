package io.github.taskhost.autoconfigure.codec;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.JsonPayload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for inputs and answers with {@link JacksonPayloadCodec}.
 */
class JacksonPayloadCodecValueTests {

	private static final Validator VALIDATOR = Validation.buildDefaultValidatorFactory().getValidator();

	private final JacksonPayloadCodec codec = new JacksonPayloadCodec(DataSize.ofKilobytes(4),
			new JakartaPayloadValidation(VALIDATOR));

	static Stream<Arguments> written() {
		return Stream.of(arguments(1, "1"), arguments("a", "\"a\""), arguments(List.of(Map.of("a", 1)), "[{\"a\":1}]"),
				arguments(new Part("a", 1), "{\"name\":\"a\",\"count\":1}"),
				arguments(new Bean("b"), "{\"name\":\"b\"}"), arguments(List.of(new Bean("b")), "[{\"name\":\"b\"}]"),
				arguments(new Typed("a"), "{\"name\":\"a\"}"),
				arguments(JsonNodeFactory.instance.objectNode().put("a", 1), "{\"a\":1}"),
				arguments(new Raw(new JsonPayload("[1, null]")), "{\"json\":[1,null]}"));
	}

	@ParameterizedTest
	@MethodSource("written")
	void writesPlainData(Object value, String json) {
		assertThat(this.codec.encode(value)).isEqualTo(new JsonPayload(json));
	}

	static Stream<Object> refusedValues() {
		return Stream.of(new Object(), new IllegalStateException("secret"), Thread.currentThread(),
				new ByteArrayInputStream(new byte[] { 1 }), new Resource(), new Throwing("secret"),
				new Order$HibernateProxy$1(), new Order$$SpringCGLIB$$0(), new ThreadLocal<String>(), (Runnable) () -> {
				}, Proxy.newProxyInstance(Named.class.getClassLoader(), new Class<?>[] { Named.class },
						(proxy, method, arguments) -> "secret"));
	}

	@ParameterizedTest
	@MethodSource("refusedValues")
	void refusesValuesThatAreNotPlainData(Object value) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.codec.encode(List.of(value)))
			.satisfies((ex) -> assertThat(ex.getMessage()).startsWith("The value ").doesNotContain("secret"));
	}

	@Test
	void refusesValueThatWritesInvalidJson() {
		refused(() -> this.codec.encode(new RawText("{\"a\":secret}")), "is not valid JSON");
	}

	@Test
	void refusesLargeOrDeepValues() {
		refused(() -> this.codec.encode("x".repeat(5000)), "larger than 4096B", "taskhost.payload.max-size");
		refused(() -> this.codec.encode(new JsonPayload("\"" + "x".repeat(5000) + "\"")), "larger than 4096B",
				"taskhost.payload.max-size");
		refused(() -> this.codec.encode(new JsonPayload("\"" + "é".repeat(2048) + "\"")), "taskhost.payload.max-size");
		refused(() -> this.codec.encode(new JsonPayload("[".repeat(33) + "]".repeat(33))), "32 levels");
		assertThat(this.codec.encode(new JsonPayload("[".repeat(32) + "]".repeat(32))).text()).hasSize(64);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ \"a\" : 1.50 }", "null", "\"\"", "[]", " 7 " })
	void validJsonIsNotChanged(String json) {
		JsonPayload payload = new JsonPayload(json);
		assertThat(this.codec.encode(payload)).isSameAs(payload);
		assertThat(this.codec.decode(payload, JsonPayload.class)).isSameAs(payload);
	}

	static Stream<Arguments> refusedJson() {
		return Stream.of(arguments("", "is empty"), arguments("  ", "is empty"), arguments("{} {}", "more than one"),
				arguments("{}]", "is not valid JSON"), arguments("{\"a\":1,\"a\":2}", "repeats a property"),
				arguments("{\"b\":{\"a\":1,\"a\":2}}", "repeats a property"),
				arguments("{\n\"a\": secret}", "(line 2, column "), arguments("{\"a\"", "is not valid"),
				arguments("NaN", "NaN"), arguments("[1,]", "is not valid JSON"),
				arguments("'secret'", "is not valid JSON"), arguments("// secret\n1", "is not valid JSON"),
				arguments("{\"a\":[-Infinity]}", "has -Infinity at 'a[0]', which JSON cannot express"),
				arguments("1".repeat(1001), "too long"), arguments("{\"" + "a".repeat(1001) + "\":1}", "too long"));
	}

	@ParameterizedTest
	@MethodSource("refusedJson")
	void refusesInvalidJson(String json, String reason) {
		JsonPayload payload = new JsonPayload(json);
		refused(() -> this.codec.encode(payload), reason);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.codec.decode(payload, JsonNode.class))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999999999", "1E-1001", "-1.5e+1001", "1e99999999999999999999" })
	void refusesExponentsThatFewReadersSurvive(String number) {
		refused(() -> this.codec.encode(new JsonPayload("{\"a\":[0," + number + "]}")),
				"has a number at 'a[1]' whose exponent is not between -1000 and 1000");
	}

	@Test
	void readsRecordsBeansAndGenerics() {
		assertThat(decode("{\"name\":\"a\",\"count\":1}", Part.class)).isEqualTo(new Part("a", 1));
		assertThat(decode("{\"name\":\"b\"}", Bean.class)).isInstanceOf(Bean.class);
		assertThat(decode("[{\"name\":\"a\",\"count\":1}]", parts())).isEqualTo(List.of(new Part("a", 1)));
		assertThat(decode("{\"json\":{\"a\":[0.12345678901234567890123, 1e400, null]}}", Raw.class))
			.isEqualTo(new Raw(new JsonPayload("{\"a\":[0.12345678901234567890123,1e400,null]}")));
		assertThat(decode("\"stop\"", Action.class)).isEqualTo(Action.STOP);
		assertThat(decode("\"go-on\"", Action.class)).isEqualTo(Action.GO_ON);
	}

	@Test
	void keepsTheDigitsOfNumbers() {
		String json = "{\"amount\":12345678901234567890.12,\"list\":[1.10,1e5,-0.0,1E-7,1e400]}";
		assertThat(decode("{\"json\":" + json + "}", Raw.class)).isEqualTo(new Raw(new JsonPayload(json)));
		assertThat(this.codec.encode(new Raw(new JsonPayload(json))))
			.isEqualTo(new JsonPayload("{\"json\":" + json + "}"));
		assertThat(decode("[1.10,12345678901234567890.12]", Object.class))
			.isEqualTo(List.of(new BigDecimal("1.10"), new BigDecimal("12345678901234567890.12")));
		assertThat(String.valueOf(decode("[1.10]", JsonNode.class))).isEqualTo("[1.10]");
	}

	@Test
	void refusesNumbersBeyondTheRangeOfTheirType() {
		refused(() -> decode("[1e400]", double[].class), "[0]: is out of the range of a number (double)");
		refused(() -> decode("{\"ratio\":1e39}", Ratio.class), "ratio: is out of the range of a number (float)");
		refused(() -> decode("1" + "0".repeat(400), Double.class), "is out of the range of a number (double)");
		refused(() -> decode("99999999999999999999", long.class), "is out of the range of a number (long)");
		assertThat(decode("1e300", double.class)).isEqualTo(1e300);
	}

	@Test
	void missingValueFitsOnlyAnyJson() {
		assertThat(this.codec.decode(null, JsonPayload.class)).isNull();
		refused(() -> this.codec.decode(null, Part.class), "There is no value: expected a Part.");
		refused(() -> decode("null", Part.class), "expected a Part, found null");
	}

	static Stream<Arguments> mismatches() {
		return Stream.of(
				arguments("{\"parts\":[{\"name\":\"a\",\"count\":1},{\"name\":\"a\",\"count\":\"x\"}]}",
						"parts[1].count: expected a number (int), found a string"),
				arguments("{\"parts\":[{\"name\":\"a\",\"count\":1.5}]}", "parts[0].count: 1.5 is not a number (int)"),
				arguments("{\"parts\":[{\"name\":\"a\",\"count\":99999999999}]}",
						"parts[0].count: is out of the range of a number (int)"),
				arguments("{\"parts\":[{\"name\":\"a\",\"count\":null}]}",
						"parts[0].count: expected a number (int), found null or no value"),
				arguments("{\"parts\":[{\"name\":\"a\"}]}",
						"parts[0].count: expected a number (int), found null or no value"),
				arguments("{\"parts\":[{\"name\":7,\"count\":1}]}", "parts[0].name: 7 is not a string"),
				arguments("{\"parts\":{}}", "parts: expected an array, found an object"),
				arguments("{\"parts\":[[]]}", "parts[0]: expected a Part, found an array"),
				arguments("{\"parts\":[\"a\"]}", "parts[0]: expected a Part, found a string"),
				arguments("{\"part\":[]}", "part: is not known; known properties are [parts, action, at, checked]"),
				arguments("{\"action\":\"maybe\"}", "action: \"maybe\" is not one of [APPROVE, STOP, go-on]"),
				arguments("{\"action\":1}", "action: 1 is not one of [APPROVE, STOP, go-on]"),
				arguments("{\"action\":\"\"}", "action: "), arguments("{\"checked\":\"\"}", "checked: "),
				arguments("{\"checked\":{\"value\":\"1\"}}", "checked.value: "),
				arguments("{\"checked\":{\"value\":\"\"}}", "checked.value: "),
				arguments("{\"at\":\"yesterday\"}", "at: \"yesterday\" is not an Instant"),
				arguments("{\"checked\":{\"value\":-1}}", "checked: value must not be negative"),
				arguments("{\"checked\":{\"value\":13}}", "checked: is refused by java.lang.ClassCastException"),
				arguments("{\"checked\":{\"value\":14}}", "reading it failed: java.lang.StackOverflowError"),
				arguments("{\"checked\":{\"value\":15}}", "reading it failed: java.lang.AssertionError"),
				arguments("[]", "expected an Input"), arguments("\"a\"", "expected an Input, found a string"),
				arguments("{} {}", "is more than one JSON document"));
	}

	@ParameterizedTest
	@MethodSource("mismatches")
	void namesThePathOfTheWrongField(String json, String problem) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> decode(json, Input.class))
			.withMessageStartingWith("The JSON does not fit: " + problem)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300).doesNotContain("\n", "tools.jackson"));
	}

	@Test
	void quotedTextIsBoundedAndPlain() {
		String name = "\\n\\u202e" + "x".repeat(900);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> decode("{\"action\":\"" + name + "\"}", Input.class))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(200).doesNotContain("\n", "\u202e"));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> decode("{\"" + name + "\":1}", Input.class))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400).doesNotContain("\n", "\u202e"));
	}

	@Test
	void ignoresClassNamesInTheDocument() {
		refused(() -> decode("{\"@class\":\"" + Typed.class.getName() + "\",\"name\":\"a\"}", Named.class),
				"cannot be read");
		refused(() -> decode("{\"@class\":\"" + Typed.class.getName() + "\",\"name\":\"a\"}", Typed.class),
				"@class: is not known");
	}

	@Test
	void refusesTypesThatCannotBeRead() {
		refused(() -> decode("{}", Runnable.class), "cannot be read");
		refused(() -> decode("{}", Broken.class), "The JSON does not fit: ");
	}

	@Test
	void validates() {
		refused(() -> decode(
				"{\"parts\":[{\"name\":\"a\",\"count\":1},{\"name\":\"a\",\"count\":1},{\"name\":\" \",\"count\":1}]}",
				Input.class), "The JSON does not fit: parts[2].name: must not be blank");
		refused(() -> decode("[{\"name\":\"a\",\"count\":1},{\"name\":\"\",\"count\":0}]", parts()),
				"[1].count: must be greater than or equal to 1; [1].name: must not be blank");
		Type map = new TypeReference<Map<String, List<Part>>>() {
		}.getType();
		refused(() -> decode("{\"first\":[{\"name\":\"\",\"count\":1}]}", map), "first[0].name: must not be blank");
		refused(() -> decode("[{\"name\":\"\",\"count\":1}]", Part[].class), "[0].name: must not be blank");
	}

	@Test
	void failingConstraintRefusesTheValue() {
		refused(() -> decode("{\"name\":1}", Misplaced.class), "validating it failed");
	}

	@Test
	void validatesNothingWithoutAValidator() {
		JacksonPayloadCodec plain = new JacksonPayloadCodec(DataSize.ofKilobytes(4), PayloadValidation.NONE);
		assertThat(plain.decode(new JsonPayload("{\"name\":\"\",\"count\":0}"), Part.class)).isEqualTo(new Part("", 0));
	}

	private @Nullable Object decode(String json, Type type) {
		return this.codec.decode(new JsonPayload(json), type);
	}

	private static Type parts() {
		return new TypeReference<List<Part>>() {
		}.getType();
	}

	private static void refused(ThrowingCallable call, String... texts) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(texts).doesNotContain("\n", "secret"));
	}

	record Input(@Nullable List<@Valid Part> parts, @Nullable Action action, @Nullable Instant at,
			@Nullable Checked checked) {
	}

	record Part(@NotBlank String name, @Min(1) int count) {
	}

	record Raw(@Nullable JsonPayload json) {
	}

	record Ratio(float ratio) {
	}

	record RawText(@JsonRawValue String text) {
	}

	record Checked(BigDecimal value) {

		Checked {
			if (value.signum() < 0) {
				throw new IllegalArgumentException("value must not be negative");
			}
			if (value.intValue() == 13) {
				throw new ClassCastException();
			}
			if (value.intValue() == 15) {
				throw new AssertionError("secret");
			}
			if (value.intValue() == 14) {
				throw new StackOverflowError();
			}
		}

	}

	enum Action {

		APPROVE, STOP, @JsonProperty("go-on")
		GO_ON

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface Named {

		String getName();

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	record Typed(String name) {
	}

	record Throwing(String name) {

		@Override
		public String name() {
			throw new IllegalStateException("secret");
		}

	}

	record Misplaced(@NotBlank int name) {
	}

	record Broken(String name) {

		private static final String NEVER = Objects.requireNonNull(nothing());

		private static @Nullable String nothing() {
			return null;
		}

	}

	static class Bean {

		private String name;

		Bean() {
			this("");
		}

		Bean(String name) {
			this.name = name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public String getName() {
			return this.name;
		}

	}

	static class Order$HibernateProxy$1 extends Bean {

		Order$HibernateProxy$1() {
			super("secret");
		}

	}

	static class Order$$SpringCGLIB$$0 extends Bean {

		Order$$SpringCGLIB$$0() {
			super("secret");
		}

	}

	static class Resource implements AutoCloseable {

		public String getName() {
			return "secret";
		}

		@Override
		public void close() {
		}

	}

}
