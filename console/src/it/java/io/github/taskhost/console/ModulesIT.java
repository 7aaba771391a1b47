package io.github.taskhost.console;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The modules without a view: forms from schemas, parts of streams, texts for people.
 */
class ModulesIT extends BrowserTest {

	@Override
	Stage newStage() {
		return new FakeStage();
	}

	@Override
	boolean sharesPage() {
		return true;
	}

	@BeforeEach
	void open() {
		if (!this.page.url().contains("view=kinds")) {
			visit("?view=kinds");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "[]", "{}", "{type:'array'}", "{type:'object'}",
			"{type:'object',properties:{a:{type:'object',properties:{}}}}", "{$ref:'#/x'}", "{type:['string','null']}",
			"{type:'object',properties:{a:{type:'string'}},required:['toString']}",
			"{type:'object',properties:{a:{type:'string'}},additionalProperties:{type:'string'}}",
			"{type:'object',properties:{a:{anyOf:[{type:'string'}]}}}", "{type:'string',enum:[{a:1}]}",
			"{type:'object',properties:{a:{type:'string'}},if:{}}" })
	void schemasOutsideTheSubsetHaveNoForm(String schema) {
		assertThat(module("schema-form", "formOf(" + schema + ") === null")).isEqualTo(true);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			{type:'boolean'} | value=on | true
			{type:'boolean'} | | false
			{enum:['a','b']} | value="b" | "b"
			{oneOf:[{const:1,title:'One'},{const:null,title:'None'}]} | value=null | null
			{type:'integer'} | value=9007199254740993 | 9007199254740993
			{type:'number'} | value=1.50e3 | 1.50e3
			{type:'object',required:['a'],properties:{a:{type:'string'},b:{type:'integer'}}} | a=x"y | {"a":"x\\"y"}
			{type:'object',properties:{a:{type:'string'},b:{type:'boolean'}}} | | {"b":false}
			{type:'object',properties:{submit:{type:'string'},'a b':{type:'number'}}} | submit=1&a b=-0.5 | {"submit":"1","a b":-0.5}
			""")
	void formsGiveJsonText(String schema, String fields, String json) {
		String script = "(() => { const data = new FormData(); new URLSearchParams('%s').forEach((value, name) => data.append('field-' + name, value)); return answerText(formOf(%s), data); })()"
			.formatted((fields != null) ? fields : "", schema);
		assertThat(module("schema-form", script)).isEqualTo(json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "0x10", "1e3", "+1", "01", "NaN", "1;2" })
	void integersAreWholeNumbers(String text) {
		String script = "(() => { const data = new FormData(); data.append('field-value', '%s'); try { return answerText(formOf({type:'integer'}), data); } catch (error) { return error.message; } })()"
			.formatted(text);
		assertThat(module("schema-form", script)).asString().contains("expected a whole number");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			{type:'object',required:['action'],properties:{note:{type:'string'},action:{enum:['approve','stop']}}} | such as {"action":"approve"}
			{type:'object',properties:{count:{type:'integer'},ok:{type:'boolean'}}} | such as {"count":42,"ok":true}
			{type:'array',items:{type:'string'}} | such as ["text"]
			{oneOf:[{const:1,title:'One'},{const:2}]} | such as 1
			{type:'boolean'} | such as true
			{type:'string'} | such as "text"
			{$ref:'#/x'} | JSON that fits the schema; a text needs quotation marks, such as "yes"
			undefined | any JSON; a text needs quotation marks, such as "yes"
			""")
	void anAnswerAsJsonHasAnExampleOfItsSchema(String schema, String hint) {
		assertThat(module("schema-form", "jsonHint(" + schema + ")")).isEqualTo(hint);
	}

	@Test
	void streamsArriveInPieces() {
		String script = """
				(() => {
					const seen = [];
					const text = ': hi\\n\\nevent: rows\\nid: v1\\ndata: {"a":\\ndata: 1}\\r\\n\\r\\ndata: x\\n\\nevent: lost\\n\\n';
					for (let size = 1; size < 9; size += 1) {
						const parser = new EventParser((event) => seen.push(`${event.name} ${event.id} ${event.data}`));
						for (let at = 0; at < text.length; at += size) {
							parser.push(text.slice(at, at + size));
						}
					}
					return [...new Set(seen)];
				})()""";
		assertThat(module("event-stream", script)).isEqualTo(List.of("rows v1 {\"a\":\n1}", "message null x"));
	}

	@ParameterizedTest
	@CsvSource({ "span(0),0 s", "span(450),450 ms", "span(59999),59 s", "span(3600000),1 h", "span(90061000),1 d 1 h",
			"isoSpan('PT1H30M'),1 h 30 min", "isoSpan('P7D'),7 d", "isoSpan('PT0.5S'),500 ms", "isoSpan('soon'),soon",
			"count(1234567),'1,234,567'", "safeLink('https://example.org/a'),https://example.org/a",
			"String(safeLink('javascript:alert(1)')),null", "String(safeLink(' java\tscript:alert(1)')),null",
			"String(safeLink('data:text/html;x')),null", "String(safeLink('/relative')),null" })
	void textsForPeople(String call, String text) {
		assertThat(module("format", call)).isEqualTo(text);
	}

	private Object module(String name, String expression) {
		return this.page.evaluate("(async () => { const { formOf, answerText, jsonHint, EventParser, span, isoSpan, count, safeLink } = "
				+ "await import('./assets/1/js/" + name + ".js'); return " + expression + "; })()");
	}

}
