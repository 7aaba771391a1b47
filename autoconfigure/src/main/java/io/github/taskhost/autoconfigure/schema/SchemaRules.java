package io.github.taskhost.autoconfigure.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.networknt.schema.regex.RegularExpressionFactory;
import io.github.taskhost.autoconfigure.codec.FieldPath;
import io.github.taskhost.autoconfigure.codec.Problems;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import tools.jackson.databind.JsonNode;

/**
 * Refuses schemas of any draft that use references to other documents or patterns of
 * unbounded cost.
 */
final class SchemaRules {

	private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef", "$recursiveRef");

	/**
	 * Keywords whose array is data. A value that is not an array may belong to a property
	 * of that name.
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
			throw refused(keyword, "'" + Texts.clean(value.asString(), REFERENCE)
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
		return JsonSchemas.invalid(Problems.at(FieldPath.of(steps), problem));
	}

}
