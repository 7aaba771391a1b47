package io.github.taskhost.autoconfigure.schema;

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
 * Drafts of JSON Schema that the library ships. A schema that names none is of the newest
 * one. Schemas are not cached.
 */
final class SchemaDrafts {

	private static final List<Dialect> ALL = Stream
		.of(Dialects.getDraft202012(), Dialects.getDraft201909(), Dialects.getDraft7(), Dialects.getDraft6(),
				Dialects.getDraft4())
		.map(SchemaDrafts::withoutCache)
		.toList();

	private final SchemaRegistry metaSchemas = SchemaRegistry.withDialects(ALL);

	/** By default, a draft logs and caches every unknown keyword. */
	private static Dialect withoutCache(Dialect draft) {
		return Dialect.builder(draft).unknownKeywordFactory(SchemaDrafts::ignored).build();
	}

	private static @Nullable Keyword ignored(String keyword, SchemaContext context) {
		return null;
	}

	/** Returns the meta-schema of the draft that a schema names. */
	Schema metaSchemaOf(JsonNode schema) {
		String name = schema.path("$schema").asString(ALL.getFirst().getId());
		Dialect draft = this.metaSchemas.getDialect(name);
		return this.metaSchemas.getSchema(SchemaLocation.of(draft.getId()));
	}

	/** Compiles a schema that loads no other documents. */
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
