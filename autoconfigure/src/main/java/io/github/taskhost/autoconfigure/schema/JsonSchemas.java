package io.github.taskhost.autoconfigure.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.regex.RegularExpressionFactory;
import io.github.taskhost.autoconfigure.codec.FieldPath;
import io.github.taskhost.autoconfigure.codec.Problems;
import io.github.taskhost.autoconfigure.codec.StrictReader;
import io.github.taskhost.autoconfigure.codec.UnreadableJsonException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.task.JsonPayload;
import tools.jackson.databind.JsonNode;

/**
 * Checks answers against JSON Schemas of draft 2020-12, or of the draft that a schema
 * names. Loads no other documents, caches nothing, and takes a bounded number of steps.
 * Thread-safe.
 */
final class JsonSchemas implements AnswerSchemas {

	static final int MAX_SIZE = 65_536;

	private static final int PROBLEM = 600;

	private final StrictReader reader = new StrictReader();

	private final SchemaDrafts drafts = new SchemaDrafts();

	private final Function<SchemaBudget, RegularExpressionFactory> patterns;

	/**
	 * Creates the schemas.
	 * @param patterns makes the compiler of patterns for one check
	 */
	JsonSchemas(Function<SchemaBudget, RegularExpressionFactory> patterns) {
		this.patterns = patterns;
	}

	@Override
	public void requireValid(JsonPayload schema) {
		if (schema.text().length() > MAX_SIZE) {
			throw invalid("it is longer than " + MAX_SIZE + " characters");
		}
		JsonNode node = read(schema);
		if (!node.isObject() && !node.isBoolean()) {
			throw invalid("it is not an object");
		}
		SchemaBudget budget = new SchemaBudget();
		new SchemaRules(this.patterns.apply(budget)).check(node);
		try {
			requireMetaSchema(node);
			compiled(node, budget).initializeValidators();
		}
		catch (InvalidTaskArgumentException ex) {
			throw ex;
		}
		catch (SchemaException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw invalid("compiling it failed: " + ex.getClass().getName());
		}
	}

	private JsonNode read(JsonPayload schema) {
		try {
			return this.reader.readTree(schema);
		}
		catch (UnreadableJsonException ex) {
			throw invalid(ex.problem());
		}
	}

	private void requireMetaSchema(JsonNode node) {
		List<Error> errors = errors(this.drafts.metaSchemaOf(node), node, new SchemaBudget());
		if (!errors.isEmpty()) {
			throw invalid(Problems.summary(errors, JsonSchemas::problem));
		}
	}

	private Schema compiled(JsonNode node, SchemaBudget budget) {
		return this.drafts.compile(node, this.patterns.apply(budget));
	}

	@Override
	public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
		JsonNode node;
		try {
			node = this.reader.readTree(answer);
		}
		catch (UnreadableJsonException ex) {
			return Optional.of(ex.problem());
		}
		SchemaBudget budget = new SchemaBudget();
		return mismatch(compiled(read(schema), budget), node, budget);
	}

	private static Optional<String> mismatch(Schema schema, JsonNode answer, SchemaBudget budget) {
		try {
			List<Error> errors = errors(schema, answer, budget);
			return errors.isEmpty() ? Optional.empty() : Optional.of(Problems.summary(errors, JsonSchemas::problem));
		}
		catch (SchemaTooComplexException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | StackOverflowError ex) {
			return Optional.of("checking it failed: " + ex.getClass().getName());
		}
	}

	private static List<Error> errors(Schema schema, JsonNode node, SchemaBudget budget) {
		BoundedEvaluation evaluation = new BoundedEvaluation(budget);
		try {
			schema.validate(evaluation, node);
			return evaluation.getErrors();
		}
		catch (SchemaTooComplexException ex) {
			if (evaluation.problems().isEmpty()) {
				throw ex;
			}
			return evaluation.problems();
		}
	}

	private static String problem(Error error) {
		return Problems.at(FieldPath.of(steps(error.getInstanceLocation())), error.getMessage());
	}

	private static List<Object> steps(NodePath location) {
		List<Object> steps = new ArrayList<>();
		for (int i = 0; i < location.getNameCount(); i++) {
			steps.add(location.getElement(i));
		}
		return steps;
	}

	static InvalidTaskArgumentException invalid(String problem) {
		return new InvalidTaskArgumentException(
				"The schema of the expected answer is refused: " + Texts.clean(problem, PROBLEM));
	}

}
