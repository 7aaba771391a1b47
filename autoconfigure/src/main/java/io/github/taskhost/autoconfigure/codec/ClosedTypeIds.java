package io.github.taskhost.autoconfigure.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.annotation.JsonTypeIdResolver;
import tools.jackson.databind.annotation.JsonTypeResolver;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

/**
 * Permits a type id in JSON only as a name from a closed list: the type is sealed or
 * lists its subtypes, and its own annotation asks for names. Class names in JSON,
 * resolvers, annotations of properties and default typing have no effect, so that a
 * document never chooses a class that the type does not list.
 */
final class ClosedTypeIds extends NopAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	private static final JsonTypeInfo.Value NO_TYPE_ID = JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NONE,
			JsonTypeInfo.As.PROPERTY, null, null, false, null);

	private ClosedTypeIds() {
	}

	/** Puts the rule before the introspectors of all modules that were added earlier. */
	static JacksonModule module() {
		return new SimpleModule("taskhost-closed-type-ids") {

			private static final long serialVersionUID = 1L;

			@Override
			public void setupModule(SetupContext context) {
				context.insertAnnotationIntrospector(new ClosedTypeIds());
			}

		};
	}

	/**
	 * A property without an annotation has the type id of its type, which is asked for
	 * next.
	 */
	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		JsonTypeInfo asked = annotated.getAnnotation(JsonTypeInfo.class);
		if (annotated instanceof AnnotatedClass type) {
			return (asked != null && isNamed(asked) && isClosed(type)) ? JsonTypeInfo.Value.from(asked) : NO_TYPE_ID;
		}
		return (asked != null || hasResolver(annotated)) ? NO_TYPE_ID : null;
	}

	private static boolean isNamed(JsonTypeInfo asked) {
		return asked.use() == JsonTypeInfo.Id.NAME || asked.use() == JsonTypeInfo.Id.SIMPLE_NAME;
	}

	private static boolean isClosed(AnnotatedClass type) {
		return !hasResolver(type) && (type.hasAnnotation(JsonSubTypes.class) || isSealed(type.getRawType()));
	}

	private static boolean hasResolver(Annotated annotated) {
		return annotated.hasAnnotation(JsonTypeResolver.class) || annotated.hasAnnotation(JsonTypeIdResolver.class);
	}

	/** The type, or a type from which it has its annotations, is sealed. */
	private static boolean isSealed(Class<?> type) {
		for (Class<?> at = type; at != null; at = at.getSuperclass()) {
			if (at.isSealed()) {
				return true;
			}
		}
		return ClassUtils.getAllInterfacesForClassAsSet(type).stream().anyMatch(Class::isSealed);
	}

}
