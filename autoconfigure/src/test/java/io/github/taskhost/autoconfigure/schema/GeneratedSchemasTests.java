package io.github.taskhost.autoconfigure.schema;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link GeneratedSchemas}.
 */
class GeneratedSchemasTests {

	private final GeneratedSchemas schemas = new GeneratedSchemas();

	private final JsonSchemas validator = new JsonSchemas(LinearPatterns::new);

	private static JsonNode read(JsonPayload json) {
		return new JsonMapper().readTree(json.text());
	}

	private boolean fits(String json) {
		return this.validator.mismatch(this.schemas.schemaOf(Order.class), new JsonPayload(json)).isEmpty();
	}

	@Test
	void describesTheJsonOfARecord() {
		JsonNode schema = read(this.schemas.schemaOf(Order.class));
		assertThat(schema.path("type").asString()).isEqualTo("object");
		assertThat(schema.path("properties").propertyNames()).containsExactlyInAnyOrder("name", "parts", "size", "due",
				"within", "id", "lines", "labels", "extra");
		assertThat(schema.at("/properties/parts/type").asString()).isEqualTo("integer");
		assertThat(schema.at("/properties/size/enum").valueStream().map(JsonNode::asString)).containsExactly("SMALL",
				"LARGE");
		assertThat(schema.at("/properties/name/description").asString()).isEqualTo("The name on the label.");
		assertThat(schema.at("/properties/due/type").asString()).isEqualTo("string");
		assertThat(schema.at("/properties/within/type").asString()).isEqualTo("string");
		assertThat(schema.at("/properties/id/type").asString()).isEqualTo("string");
	}

	@Test
	void saysWhatTheCodecRequires() {
		assertThat(fits("{\"name\":\"a\",\"parts\":3}")).isTrue();
		assertThat(fits("{\"parts\":3}")).as("without a property that an annotation requires").isFalse();
		assertThat(fits("{\"name\":\"a\"}")).as("without a primitive component").isFalse();
		assertThat(fits("{\"name\":\"a\",\"parts\":3,\"colour\":\"red\"}")).as("with an unknown property").isFalse();
	}

	static Stream<Arguments> readable() {
		return Stream.of(arguments(Order.class, """
				{"name":"a","parts":3,"size":"SMALL","due":"2026-11-26T10:00:00Z","within":"PT5M",
				"id":"0190f0c0-0000-7000-8000-000000000000","lines":[{"text":"x","amount":1.5}],
				"labels":{"en":["one"]},"extra":[1,{"any":"json"}]}"""),
				arguments(Animal.class, "{\"kind\":\"dog\",\"name\":\"Rex\"}"),
				arguments(Animal.class, "{\"kind\":\"cat\",\"lives\":9}"),
				arguments(Dog.class, "{\"kind\":\"dog\",\"name\":\"Rex\"}"),
				arguments(Zoo.class, "{\"first\":{\"kind\":\"cat\",\"lives\":9},\"all\":[{\"kind\":\"dog\"}]}"),
				arguments(Plain.class, "{\"type\":\"GeneratedSchemasTests$Leaf\",\"size\":1}"),
				arguments(Simple.class, "{\"@type\":\"Twig\",\"size\":1}"),
				arguments(Listed.class, "{\"@type\":\"one\",\"size\":1}"),
				arguments(Others.class,
						"""
								{"bytes":"AQI=","chars":"ab","count":1,"ratio":1.5,"size":2,"locale":"de","zone":"UTC","year":2026,
								"month":"2026-11","currency":"EUR","name":"x","amount":3,"path":"/tmp","pattern":"a*",
								"maybe":"x","code":"c7"}"""),
				arguments(Name.class, "\"x\""), arguments(byte[].class, "\"AQI=\""), arguments(Code.class, "\"c7\""),
				arguments(Locale.class, "\"de\""));
	}

	@ParameterizedTest
	@MethodSource("readable")
	void permitsAllThatTheCodecReads(Class<?> type, String json) {
		JsonPayload payload = new JsonPayload(json);
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostCodecAutoConfiguration.class))
			.run((context) -> assertThat(context.getBean(PayloadCodec.class).decode(payload, type)).isInstanceOf(type));
		JsonPayload schema = this.schemas.schemaOf(type);
		assertThat(this.validator.mismatch(schema, payload)).as(schema.text()).isEmpty();
	}

	@Test
	void sealedTypeRefusesOtherNames() {
		JsonPayload schema = this.schemas.schemaOf(Plant.class);
		assertThat(this.validator.mismatch(schema, new JsonPayload("{\"kind\":\"tree\",\"height\":2}"))).isEmpty();
		assertThat(this.validator.mismatch(schema, new JsonPayload("{\"kind\":\"fish\",\"height\":2}")))
			.as(schema.text())
			.isNotEmpty();
	}

	@Test
	void everySchemaIsValid() {
		for (Class<?> type : List.of(Order.class, String.class, int.class, Object.class, Size.class, Node.class)) {
			assertThatNoException().isThrownBy(() -> this.validator.requireValid(this.schemas.schemaOf(type)));
		}
	}

	@Test
	void describesGenericTypes() {
		JsonNode schema = read(
				this.schemas.schemaOf(ResolvableType.forClassWithGenerics(List.class, Line.class).getType()));
		assertThat(schema.path("type").asString()).isEqualTo("array");
		assertThat(schema.at("/items/properties").propertyNames()).containsExactlyInAnyOrder("text", "amount");
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Animal {

	}

	@JsonTypeName("dog")
	record Dog(@Nullable String name) implements Animal {
	}

	sealed interface Feline extends Animal {

	}

	@JsonTypeName("cat")
	record Cat(int lives) implements Feline {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Plant {

	}

	@JsonTypeName("tree")
	record Tree(int height) implements Plant {
	}

	record Zoo(Animal first, List<Animal> all) {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	sealed interface Plain {

	}

	record Leaf(int size) implements Plain {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
	sealed interface Simple {

	}

	record Twig(int size) implements Simple {
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = One.class, name = "one"))
	interface Listed {

	}

	record One(int size) implements Listed {
	}

	record Name(@JsonValue String text) {
	}

	record Amount(@JsonValue int units) {
	}

	record Code(String text) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Code of(String text) {
			return new Code(text);
		}

	}

	record Others(byte[] bytes, char[] chars, OptionalInt count, OptionalDouble ratio, OptionalLong size, Locale locale,
			ZoneId zone, Year year, YearMonth month, Currency currency, Name name, Amount amount, Path path,
			Pattern pattern, Optional<String> maybe, Code code) {
	}

	enum Size {

		SMALL, LARGE

	}

	record Line(@Nullable String text, double amount) {
	}

	record Node(String name, List<Node> children) {
	}

	record Order(@JsonProperty(required = true) @JsonPropertyDescription("The name on the label.") String name,
			int parts, Size size, Instant due, Duration within, UUID id, List<Line> lines,
			Map<String, List<String>> labels, JsonPayload extra) {
	}

}
