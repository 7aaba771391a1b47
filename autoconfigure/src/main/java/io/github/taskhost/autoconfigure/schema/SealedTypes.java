package io.github.taskhost.autoconfigure.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes a sealed type with named subtypes as any of its permitted subtypes, as
 * Jackson finds them. The generator itself only knows those of {@link JsonSubTypes}.
 */
final class SealedTypes implements CustomDefinitionProviderV2 {

	@Override
	public @Nullable CustomDefinition provideCustomSchemaDefinition(ResolvedType type,
			SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		return (raw.isSealed() && AnnotatedElementUtils.hasAnnotation(raw, JsonTypeInfo.class)
				&& !raw.isAnnotationPresent(JsonSubTypes.class)) ? anyOf(type, context) : null;
	}

	private CustomDefinition anyOf(ResolvedType type, SchemaGenerationContext context) {
		ObjectNode definition = context.getGeneratorConfig().createObjectNode();
		ArrayNode subtypes = definition.putArray("anyOf");
		for (Class<?> permitted : type.getErasedType().getPermittedSubclasses()) {
			subtypes.add(context.createDefinitionReference(context.getTypeContext().resolveSubtype(type, permitted)));
		}
		return new CustomDefinition(definition, CustomDefinition.DefinitionType.STANDARD,
				CustomDefinition.AttributeInclusion.NO);
	}

}
