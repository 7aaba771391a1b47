package io.github.taskhost.autoconfigure.openapi;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

import io.github.taskhost.autoconfigure.json.JsonShapes;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.DateTimeSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MapSchema;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * Schemas of shapes: objects with a property for each component, which is required unless
 * it may be {@code null}.
 */
final class ShapeSchemas {

	private final ModelConverterContext context;

	ShapeSchemas(ModelConverterContext context) {
		this.context = context;
	}

	/** Defines the schema of a shape once, and refers to it. */
	Schema<?> reference(Class<?> shape) {
		String name = JsonShapes.name(shape);
		if (!this.context.getDefinedModels().containsKey(name)) {
			this.context.defineModel(name, object(shape, name));
		}
		return new Schema<>().$ref(name);
	}

	private Schema<?> object(Class<?> shape, String name) {
		Schema<?> object = new ObjectSchema().name(name);
		for (RecordComponent component : shape.getRecordComponents()) {
			object.addProperty(component.getName(), schema(ResolvableType.forType(component.getGenericType())));
			if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
				object.addRequiredItem(component.getName());
			}
		}
		return object;
	}

	private Schema<?> schema(ResolvableType type) {
		Class<?> raw = type.toClass();
		if (Collection.class.isAssignableFrom(raw)) {
			return new ArraySchema().items(schema(type.getGeneric(0)));
		}
		if (Map.class.isAssignableFrom(raw)) {
			return new MapSchema().additionalProperties(schema(type.getGeneric(1)));
		}
		Class<?> shape = JsonShapes.of(raw);
		return (shape != null) ? reference(shape) : ofScalar(raw);
	}

	/** Describes a scalar; a payload and an object are any JSON. */
	static Schema<?> ofScalar(Class<?> type) {
		if (type.isEnum()) {
			return constants(type);
		}
		return switch (type.getSimpleName()) {
			case "String" -> new StringSchema();
			case "int", "Integer" -> new IntegerSchema();
			case "long", "Long" -> new IntegerSchema().format("int64");
			case "double" -> new NumberSchema().format("double");
			case "boolean", "Boolean" -> new BooleanSchema();
			case "UUID" -> new UUIDSchema();
			case "Instant" -> new DateTimeSchema();
			case "Duration" -> new StringSchema().format("duration");
			default -> new Schema<>();
		};
	}

	private static Schema<?> constants(Class<?> type) {
		StringSchema schema = new StringSchema();
		Arrays.stream(type.getEnumConstants())
			.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
			.forEach(schema::addEnumItem);
		return schema;
	}

}
