package io.github.taskhost.autoconfigure.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.regex.RegularExpressionFactory;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.task.JsonPayload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks answers against JSON Schemas of draft 2020-12, or of the draft that a schema
 * names. It loads nothing, keeps nothing, and takes a bounded number of steps.
 */
final class JsonSchemas implements AnswerSchemas {

	static final int MAX_SIZE = 65_536;

	private final JsonMapper mapper = PayloadMappers.values();

	private final SchemaDrafts drafts = new SchemaDrafts();

	private final Supplier<RegularExpressionFactory> patterns;

	/**
	 * Creates the schemas.
	 * @param patterns compiles the patterns of one check
	 */
	JsonSchemas(Supplier<RegularExpressionFactory> patterns) {
		this.patterns = patterns;
	}

	@Override
	public void requireValid(JsonPayload schema) {
		if (schema.text().length() > MAX_SIZE) {
			throw invalid("it is longer than " + MAX_SIZE + " characters");
		}
		JsonNode node = read(schema);
		if (!node.isObject() && !node.isBoolean()) {
			throw invalid("it is no object");
		}
		new SchemaRules(this.patterns.get()).check(node);
		try {
			requireMetaSchema(node);
			compiled(node).initializeValidators();
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
			return this.mapper.readTree(schema.text());
		}
		catch (RuntimeException ex) {
			throw invalid(ReadProblem.of(ex));
		}
	}

	private void requireMetaSchema(JsonNode node) {
		List<Error> errors = errors(this.drafts.metaSchemaOf(node), node);
		if (!errors.isEmpty()) {
			throw invalid(OneLine.of(errors, JsonSchemas::problem));
		}
	}

	private Schema compiled(JsonNode node) {
		return this.drafts.compile(node, this.patterns.get());
	}

	@Override
	public Optional<String> mismatch(JsonPayload schema, JsonPayload answer) {
		JsonNode node;
		try {
			node = this.mapper.readTree(answer.text());
		}
		catch (RuntimeException ex) {
			return Optional.of(ReadProblem.of(ex));
		}
		return mismatch(compiled(read(schema)), node);
	}

	private static Optional<String> mismatch(Schema schema, JsonNode answer) {
		try {
			List<Error> errors = errors(schema, answer);
			return errors.isEmpty() ? Optional.empty() : Optional.of(OneLine.of(errors, JsonSchemas::problem));
		}
		catch (SchemaTooComplexException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException | StackOverflowError ex) {
			return Optional.of("checking it failed: " + ex.getClass().getName());
		}
	}

	private static List<Error> errors(Schema schema, JsonNode node) {
		BoundedEvaluation evaluation = new BoundedEvaluation();
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
		return FieldPath.problem(FieldPath.of(steps(error.getInstanceLocation())), error.getMessage());
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
				"The schema of the expected answer is refused: " + OneLine.of(problem, 600));
	}

}
