package io.github.taskhost.autoconfigure.schema;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

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

	@Test
	void permitsAllThatTheCodecReads() {
		assertThat(fits("""
				{"name":"a","parts":3,"size":"SMALL","due":"2026-11-26T10:00:00Z","within":"PT5M",
				"id":"0190f0c0-0000-7000-8000-000000000000","lines":[{"text":"x","amount":1.5}],
				"labels":{"en":["one"]},"extra":[1,{"any":"json"}]}""")).isTrue();
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
