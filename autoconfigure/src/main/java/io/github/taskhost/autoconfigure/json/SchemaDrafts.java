package io.github.taskhost.autoconfigure.json;

import java.util.List;
import java.util.stream.Stream;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.regex.RegularExpressionFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The drafts of JSON Schema that the library ships; the newest unless a schema names
 * another. Nothing of a schema is kept.
 */
final class SchemaDrafts {

	private static final List<Dialect> ALL = Stream
		.of(Dialects.getDraft202012(), Dialects.getDraft201909(), Dialects.getDraft7(), Dialects.getDraft6(),
				Dialects.getDraft4())
		.map(SchemaDrafts::withoutMemory)
		.toList();

	private final SchemaRegistry metaSchemas = SchemaRegistry.withDialects(ALL);

	/** Left alone, a draft logs and keeps every unknown keyword that it meets. */
	private static Dialect withoutMemory(Dialect draft) {
		return Dialect.builder(draft).unknownKeywordFactory(SchemaDrafts::ignored).build();
	}

	private static @Nullable Keyword ignored(String keyword, SchemaContext context) {
		return null;
	}

	/** The schema of schemas of the draft that a schema names. */
	Schema metaSchemaOf(JsonNode schema) {
		String name = schema.path("$schema").asString(ALL.getFirst().getId());
		Dialect draft = this.metaSchemas.getDialect(name);
		return this.metaSchemas.getSchema(SchemaLocation.of(draft.getId()));
	}

	/** A schema that loads nothing. */
	Schema compile(JsonNode schema, RegularExpressionFactory patterns) {
		SchemaRegistryConfig config = SchemaRegistryConfig.builder()
			.preloadSchema(false)
			.regularExpressionFactory(patterns)
			.build();
		return SchemaRegistry
			.withDialects(ALL,
					(registry) -> registry.schemaRegistryConfig(config)
						.schemaLoader((loader) -> loader.allow((location) -> false)))
			.getSchema(schema);
	}

}
