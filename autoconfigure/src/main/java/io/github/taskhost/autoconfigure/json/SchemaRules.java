package io.github.taskhost.autoconfigure.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.networknt.schema.regex.RegularExpressionFactory;
import io.github.taskhost.error.InvalidTaskArgumentException;
import tools.jackson.databind.JsonNode;

/**
 * What a schema may not use, whatever its draft: references that leave it, and patterns
 * that are not bounded.
 */
final class SchemaRules {

	private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

	/**
	 * A list below these is data. What is no list may as well be a property that is
	 * called so.
	 */
	private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

	private static final int REFERENCE = 100;

	private final RegularExpressionFactory patterns;

	private final List<Object> path = new ArrayList<>();

	SchemaRules(RegularExpressionFactory patterns) {
		this.patterns = patterns;
	}

	void check(JsonNode schema) {
		int index = 0;
		for (JsonNode element : schema.isArray() ? schema.values() : List.<JsonNode>of()) {
			below(index, element);
			index++;
		}
		for (Map.Entry<String, JsonNode> property : schema.properties()) {
			if (!DATA.contains(property.getKey()) || !property.getValue().isArray()) {
				checkKeyword(property.getKey(), property.getValue());
				below(property.getKey(), property.getValue());
			}
		}
	}

	private void below(Object step, JsonNode schema) {
		this.path.addLast(step);
		check(schema);
		this.path.removeLast();
	}

	private void checkKeyword(String keyword, JsonNode value) {
		if (REFERENCES.contains(keyword) && value.isString() && !value.asString().startsWith("#")) {
			throw refused(keyword, "'" + OneLine.of(value.asString(), REFERENCE)
					+ "' leaves the schema; only references into it are followed, as '#/$defs/name'");
		}
		if (keyword.equals("pattern") && value.isString()) {
			checkPattern(keyword, value.asString());
		}
		if (keyword.equals("patternProperties") && value.isObject()) {
			value.propertyNames().forEach((pattern) -> checkPattern(keyword, pattern));
		}
	}

	private void checkPattern(String keyword, String pattern) {
		try {
			this.patterns.getRegularExpression(pattern);
		}
		catch (SchemaTooComplexException ex) {
			throw refused(keyword, String.valueOf(ex.getMessage()));
		}
	}

	private InvalidTaskArgumentException refused(String keyword, String problem) {
		List<Object> steps = new ArrayList<>(this.path);
		steps.add(keyword);
		return JsonSchemas.invalid(FieldPath.problem(FieldPath.of(steps), problem));
	}

}
