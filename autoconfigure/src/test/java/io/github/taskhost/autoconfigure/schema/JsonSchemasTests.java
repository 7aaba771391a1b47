package io.github.taskhost.autoconfigure.schema;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.networknt.schema.keyword.UnknownKeywordFactory;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link JsonSchemas}.
 */
class JsonSchemasTests {

	private static final String ACTION = """
			{"type":"object","properties":{"action":{"enum":["approve","stop"]},
			"parts":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","minLength":1}}}}},
			"required":["action"],"additionalProperties":false}""";

	private final AnswerSchemas schemas = new JsonSchemas(LinearPatterns::new);

	@Test
	void acceptsAnswersThatMatch() {
		assertThat(mismatch(ACTION, "{\"action\":\"approve\",\"parts\":[{\"name\":\"a\"}]}")).isEmpty();
		assertThat(mismatch("true", "[1,null]")).isEmpty();
		assertThat(mismatch("{}", "null")).isEmpty();
	}

	static Stream<Arguments> mismatches() {
		return Stream.of(
				arguments("{\"action\":\"maybe\"}",
						"action: does not have a value in the enumeration [\"approve\", \"stop\"]"),
				arguments("{}", "required property 'action' not found"),
				arguments("\"approve\"", "string found, object expected"),
				arguments("{\"action\":\"stop\",\"parts\":[{},{\"name\":7}]}",
						"parts[1].name: integer found, string expected"),
				arguments("{\"action\":\"stop\",\"more\":1}",
						"property 'more' is not defined in the schema and the schema does not allow additional properties"));
	}

	@ParameterizedTest
	@MethodSource("mismatches")
	void namesTheMismatch(String answer, String reason) {
		assertThat(mismatch(ACTION, answer)).isEqualTo(reason);
	}

	@Test
	void messagesAreInEnglishInEveryLocale() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.GERMAN);
			assertThat(mismatch(ACTION, "{}")).isEqualTo("required property 'action' not found");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void namesTheFirstFewProblemsInOneBoundedLine() {
		String answer = IntStream.range(0, 50).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
		assertThat(mismatch("{\"items\":{\"type\":\"string\"}}", answer))
			.isEqualTo("[0]: integer found, string expected; [1]: integer found, string expected; "
					+ "[2]: integer found, string expected; and 47 more");
		String name = "\\n\\u202e" + "x".repeat(900);
		assertThat(mismatch("{\"additionalProperties\":false}", "{\"" + name + "\":1}")).hasSizeLessThan(500)
			.doesNotContain("\n", "\u202e");
	}

	@Test
	void invalidJsonDoesNotMatch() {
		assertThat(mismatch("{}", "{\"a\":secret}")).contains("is not valid JSON").doesNotContain("secret");
		assertThat(mismatch("{}", "{\"a\":1,\"a\":2}")).contains("repeats a property");
	}

	static Stream<Arguments> refusedSchemas() {
		return Stream.of(arguments("{\"type\":\"objekt\"}", "type: "), arguments("{\"minLength\":-1}", "minLength: "),
				arguments("{\"properties\":{\"a\":{\"required\":\"b\"}}}", "properties.a.required: "),
				arguments("[]", "it is not an object"), arguments("1", "it is not an object"),
				arguments("{\"type\":secret}", "is not valid JSON"),
				arguments("{\"type\":\"object\",\"type\":\"array\"}", "repeats a property"),
				arguments("{\"$schema\":\"https://example.org/mine\"}", "https://example.org/mine"),
				arguments("{\"$ref\":\"#/$defs/none\"}", "/$defs/none"),
				arguments("{\"title\":\"" + "x".repeat(70_000) + "\"}", "65536"),
				arguments("{\"not\":".repeat(40) + "{}" + "}".repeat(40), "32 levels"));
	}

	@ParameterizedTest
	@MethodSource("refusedSchemas")
	void refusesInvalidSchemas(String schema, String reason) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> requireValid(schema))
			.withMessageStartingWith("The schema of the expected answer is refused: ")
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(700).doesNotContain("secret", "\n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.org/schema", "https://json-schema.org/draft/2020-12/schema",
			"file:///etc/passwd", "classpath:draft-07/schema", "other.json", "other.json#/a", "" })
	void refusesReferencesThatLeaveTheSchema(String reference) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> requireValid("{\"properties\":{\"a\":[{\"$ref\":\"" + reference + "\"}]}}"))
			.withMessageContaining("properties.a[0].$ref: '" + reference + "' leaves the schema");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> requireValid("{\"properties\":{\"enum\":{\"$dynamicRef\":\"" + reference + "\"}}}"))
			.withMessageContaining("leaves the schema");
	}

	@Test
	void loadsNoDocumentsWithoutPriorCheck() {
		String schema = "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}";
		assertThat(mismatch(schema, "{\"type\":\"objekt\"}")).startsWith("checking it failed");
	}

	@Test
	void schemasWithTheSameIdAreKeptApart() {
		assertThat(mismatch("{\"$id\":\"https://example.org/a\",\"type\":\"string\"}", "\"a\"")).isEmpty();
		assertThat(mismatch("{\"$id\":\"https://example.org/a\",\"type\":\"integer\"}", "\"a\"")).isNotEmpty();
	}

	@Test
	void followsReferencesIntoTheSchema() {
		String schema = "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"properties\":{\"next\":{\"$ref\":\"#\"},\"n\":{\"type\":\"integer\"}}}}}";
		assertThat(mismatch(schema, "{\"next\":{\"next\":{\"n\":1}}}")).isEmpty();
		assertThat(mismatch(schema, "{\"next\":{\"next\":{\"n\":\"x\"}}}"))
			.isEqualTo("next.next.n: string found, integer expected");
	}

	@Test
	void usesTheDraftThatTheSchemaNames() {
		String tuple = "\"items\":[{\"type\":\"integer\"}]}";
		assertThat(mismatch("{\"$schema\":\"http://json-schema.org/draft-07/schema#\"," + tuple, "[\"a\"]"))
			.isNotEmpty();
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> requireValid("{" + tuple))
			.withMessageContaining("items: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"$ref\":\"#\"}", "{\"allOf\":[{\"$ref\":\"#\"}]}" })
	void endlessSchemaMatchesNothing(String schema) {
		assertThatNoException().isThrownBy(() -> requireValid(schema));
		assertThat(mismatch(schema, "1")).isEqualTo("the schema refers to itself without an end");
	}

	@Test
	void exponentialSchemaEndsAfterABoundedNumberOfSteps() {
		String definitions = IntStream.range(0, 60)
			.mapToObj((i) -> "\"a%d\":{\"allOf\":[{\"$ref\":\"#/$defs/a%d\"},{\"$ref\":\"#/$defs/a%d\"}]}".formatted(i,
					i + 1, i + 1))
			.collect(Collectors.joining(","));
		String schema = "{\"$ref\":\"#/$defs/a0\",\"$defs\":{" + definitions + ",\"a60\":{\"type\":\"string\"}}}";
		requireValid(schema);
		assertThat(mismatch(schema, "\"a\"")).isEqualTo("checking it against the schema takes too many steps");
	}

	@Test
	void endlessProblemsAreReportedByTheFirst() {
		String names = IntStream.range(0, 1000).mapToObj((i) -> "\"n" + i + "\"").collect(Collectors.joining(","));
		String schema = "{\"items\":{\"required\":[" + names + "]}}";
		String answer = "[" + "{},".repeat(5000) + "{}]";
		assertThat(mismatch(schema, answer)).startsWith("[0]: required property 'n0' not found; ");
		assertThat(mismatch("{\"not\":" + schema + "}", answer))
			.isEqualTo("checking it against the schema takes too many steps");
	}

	@Test
	void unknownKeywordsAreIgnoredAndNotKept() {
		requireValid("{\"x-mine\":{\"a\":[1]},\"type\":\"string\"}");
		assertThat(mismatch("{\"x-mine\":{\"a\":[1]},\"type\":\"string\"}", "\"a\"")).isEmpty();
		assertThat(UnknownKeywordFactory.getInstance()).extracting("keywords")
			.asInstanceOf(MAP)
			.doesNotContainKey("x-mine");
	}

	@Test
	void patternsDoNotBacktrack() {
		String schema = "{\"pattern\":\"^(a+)+$\",\"patternProperties\":{\"^(x*)*y$\":{}}}";
		requireValid(schema);
		assertThat(mismatch(schema, "\"" + "a".repeat(5000) + "b\""))
			.isEqualTo("does not match the regex pattern ^(a+)+$");
		assertThat(mismatch(schema, "\"" + "a".repeat(5000) + "\"")).isEmpty();
		assertThat(mismatch(schema, "{\"" + "x".repeat(900) + "\":1}")).isEmpty();
	}

	static Stream<Arguments> refusedPatterns() {
		return Stream.of(arguments("(a", "RE2"), arguments("(?=a)b", "RE2"), arguments("(a)\\\\1", "RE2"),
				arguments("a".repeat(501), "500 characters"),
				arguments("(((a{100}){100}){100}){100}", "repeats too much"),
				arguments("(?:a{50}){50}{50}", "repeats too much"), arguments("(){1000000000}", "RE2"),
				arguments("(?:abcdefghij){999}", "repeats too much"));
	}

	@ParameterizedTest
	@MethodSource("refusedPatterns")
	void refusesPatternsThatAreNotBounded(String pattern, String reason) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> requireValid("{\"properties\":{\"a\":{\"pattern\":\"" + pattern + "\"}}}"))
			.withMessageContaining("properties.a.pattern: ")
			.withMessageContaining(reason);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> requireValid("{\"patternProperties\":{\"" + pattern + "\":{}}}"))
			.withMessageContaining("patternProperties: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
			"^(?:[0-9]{1,3}[.]){3}[0-9]{1,3}$", "^.{0,1000}$", "^([a-z]{1,20} ){0,50}$" })
	void acceptsCommonPatterns(String pattern) {
		assertThatNoException().isThrownBy(() -> requireValid("{\"pattern\":\"" + pattern + "\"}"));
	}

	@Test
	void workOfAllPatternsIsBounded() {
		String schema = "{\"items\":{\"pattern\":\"^a{0,900}b{0,900}c\"}}";
		requireValid(schema);
		String answer = "[" + ("\"" + "a".repeat(900) + "b".repeat(900) + "c\",").repeat(20) + "\"c\"]";
		assertThat(mismatch(schema, answer)).isEqualTo("checking it against the schema takes too many steps");
	}

	@Test
	void formatIsNotChecked() {
		String schema = "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"format\":\"email\"}";
		assertThat(mismatch(schema, "\"" + " ".repeat(100_000) + "\"")).isEmpty();
	}

	@Test
	void patternsNeedTheirLibrary() {
		AnswerSchemas plain = new JsonSchemas((budget) -> new RefusedPatterns());
		plain.requireValid(new JsonPayload(ACTION));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> plain.requireValid(new JsonPayload("{\"pattern\":\"a\"}")))
			.withMessageContaining("com.google.re2j:re2j");
	}

	@Test
	void hugeNumbersAreChecked() {
		assertThat(mismatch("{\"multipleOf\":1e-300}", "1e300")).isEmpty();
		assertThat(mismatch("{\"multipleOf\":7}", "1e400")).isNotNull();
		assertThat(mismatch("{\"maximum\":7}", "1" + "0".repeat(900))).isNotEmpty();
	}

	private void requireValid(String schema) {
		this.schemas.requireValid(new JsonPayload(schema));
	}

	private String mismatch(String schema, String answer) {
		return this.schemas.mismatch(new JsonPayload(schema), new JsonPayload(answer)).orElse("");
	}

}
