package io.github.taskhost.autoconfigure.endpoint;

import java.util.stream.Stream;

import io.github.taskhost.autoconfigure.endpoint.EndpointClient.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Malicious text, and checks that it is inert.
 */
final class HostileText {

	static final String FORGED = "2026-11-21 WARN forged";

	/**
	 * Colours, another direction, another line, JSON, HTML, half a character, and length.
	 */
	static final String TEXT = "\u001b[31mred\u001b]0;title\u0007 \u202Eesrever\u2066 \r\n" + FORGED
			+ "\n\0\u0085\u2028\u200B\uFEFF<script>alert(1)</script>\",\"state\":\"completed\",\"x\":\"${jndi:ldap://x}"
			+ "\uD800" + "x".repeat(20_000);

	/** Neither JSON nor an address has halves of characters. */
	static final String WHOLE = TEXT.replace('\uD800', '?');

	static final String JSON = new JsonMapper().writeValueAsString(WHOLE);

	static final String JSON_NAME = new JsonMapper().writeValueAsString(WHOLE.substring(0, 200));

	private HostileText() {
	}

	/** Requires that no text leaves its field, moves a cursor or changes later output. */
	static Answer inert(Answer answer) {
		assertThat(isPlain(answer.body())).isTrue();
		assertThat(answer.headers().firstValue("Content-Type")).get()
			.asString()
			.startsWith("application/vnd.spring-boot.actuator");
		assertThat(texts(answer.json())
			.filter((text) -> text.codePoints().anyMatch((c) -> c != '\n' && c != '\t' && isHidden(c)))).isEmpty();
		return answer;
	}

	/** A task with that text in every field. */
	static void assertBounded(JsonNode json) {
		assertListedTextsAreBounded(json);
		assertThat(json.path("producer").asString()).hasSize(128);
		assertThat(json.at("/artifacts/0/name").asString()).hasSize(128);
		assertThat(json.at("/artifacts/0/url").asString()).hasSize(512);
		assertThat(json.at("/links/remoteTask").asString()).hasSize(512);
		assertThat(json.at("/links/resources/0").asString()).hasSize(512);
		json.path("output").forEach((line) -> assertThat(line.path("text").asString()).hasSizeLessThanOrEqualTo(4096));
	}

	/** Texts that are in lists, too. */
	static void assertListedTextsAreBounded(JsonNode json) {
		assertThat(json.path("state").asString()).isEqualTo("waiting");
		assertThat(json.path("displayName").asString()).hasSize(128).contains("[31mred");
		assertThat(json.path("status").asString()).hasSize(512);
		assertThat(json.path("summary").asString()).hasSize(512);
		assertThat(json.at("/progress/unit").asString()).hasSize(128);
		assertThat(json.at("/inputRequest/prompt").asString()).hasSize(2000);
		assertThat(json.at("/inputRequest/authority").asString()).hasSize(128);
	}

	private static Stream<String> texts(JsonNode json) {
		return Stream.concat(json.propertyNames().stream(),
				json.isContainer() ? json.valueStream().flatMap(HostileText::texts) : Stream.of(json.asString("")));
	}

	static boolean isPlain(String text) {
		return text.codePoints().noneMatch((c) -> c != '\t' && isHidden(c));
	}

	private static boolean isHidden(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".indexOf(codePoint) >= 0;
			default -> false;
		};
	}

}
