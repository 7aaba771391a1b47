package io.github.taskhost.autoconfigure.openapi;

import java.lang.reflect.Type;
import java.util.Iterator;

import io.github.taskhost.autoconfigure.json.JsonShapes;
import io.github.taskhost.task.JsonPayload;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Describes the types of the API as their JSON is. Without it their schemas are empty,
 * since they have no bean properties.
 */
final class TaskSchemas implements ModelConverter {

	@Override
	@SuppressWarnings("rawtypes")
	public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
		Schema<?> schema = (type.getType() != null) ? schema(rawClass(type.getType()), context) : null;
		if (schema != null) {
			return schema;
		}
		return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
	}

	private static Class<?> rawClass(Type type) {
		return Json.mapper().constructType(type).getRawClass();
	}

	private static @Nullable Schema<?> schema(Class<?> type, ModelConverterContext context) {
		if (type == JsonPayload.class || JsonShapes.isEnum(type)) {
			return ShapeSchemas.ofScalar(type);
		}
		Class<?> shape = JsonShapes.of(type);
		return (shape != null) ? new ShapeSchemas(context).reference(shape) : null;
	}

}
