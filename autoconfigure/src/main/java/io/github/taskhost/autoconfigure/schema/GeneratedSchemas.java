package io.github.taskhost.autoconfigure.schema;

import java.lang.reflect.Type;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfig;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates JSON Schemas of draft 2020-12 from types and their Jackson annotations, with
 * the rules of the codec: no unknown properties, and a value for each primitive component
 * of a record. Thread-safe.
 */
final class GeneratedSchemas implements TypeSchemas {

	private final SchemaGeneratorConfig config = config();

	private static SchemaGeneratorConfig config() {
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12,
				OptionPreset.PLAIN_JSON)
			.with(Option.ADDITIONAL_FIXED_TYPES, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
					Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
		builder.forTypesInGeneral()
			.withCustomDefinitionProvider(GeneratedSchemas::scalar)
			.withCustomDefinitionProvider(new SealedTypes());
		builder.with(new JacksonSchemaModule(JacksonOption.RESPECT_JSONPROPERTY_REQUIRED,
				JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY, JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE));
		builder.forFields().withRequiredCheck(GeneratedSchemas::isRequired);
		return builder.build();
	}

	private static boolean isRequired(FieldScope field) {
		return field.getType().isPrimitive() && field.getDeclaringType().getErasedType().isRecord();
	}

	private static @Nullable CustomDefinition scalar(ResolvedType type, SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		ObjectNode schema = context.getGeneratorConfig().createObjectNode();
		if (ScalarTypes.isText(raw)) {
			return inline(schema.put("type", "string"));
		}
		return ScalarTypes.isAnyJson(raw) ? inline(schema) : null;
	}

	private static CustomDefinition inline(ObjectNode schema) {
		return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.NO);
	}

	/** The generator is cheap to create, and not known to be thread-safe. */
	@Override
	public JsonPayload schemaOf(Type type) {
		return new JsonPayload(new SchemaGenerator(this.config).generateSchema(type).toString());
	}

}
