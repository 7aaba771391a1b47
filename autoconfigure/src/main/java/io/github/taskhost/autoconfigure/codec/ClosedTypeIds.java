package io.github.taskhost.autoconfigure.codec;

import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

/**
 * Permits a type id in JSON only as a name from a closed list: the type is sealed or
 * lists its subtypes, and its own annotation asks for names. Class names in JSON,
 * resolvers, annotations of properties, introspectors of modules and default typing have
 * no effect, so that a document never chooses a class that the type does not list.
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
	 * A property has the type id of its type, which is asked for next when no
	 * introspector gives the property a type id.
	 */
	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		if (!(annotated instanceof AnnotatedClass type)) {
			return othersGive(config, annotated) ? NO_TYPE_ID : null;
		}
		JsonTypeInfo asked = type.getAnnotation(JsonTypeInfo.class);
		return (asked != null && isNamed(asked) && isClosed(type) && !hasResolver(config, type))
				? JsonTypeInfo.Value.from(asked) : NO_TYPE_ID;
	}

	private boolean othersGive(MapperConfig<?> config, Annotated annotated) {
		return hasResolver(config, annotated)
				|| others(config).anyMatch((other) -> other.findPolymorphicTypeInfo(config, annotated) != null);
	}

	/** Introspectors of modules may know other annotations than those of Jackson. */
	private boolean hasResolver(MapperConfig<?> config, Annotated annotated) {
		return others(config).anyMatch((other) -> other.findTypeResolverBuilder(config, annotated) != null
				|| other.findTypeIdResolver(config, annotated) != null);
	}

	private Stream<AnnotationIntrospector> others(MapperConfig<?> config) {
		return config.getAnnotationIntrospector().allIntrospectors().stream().filter((each) -> each != this);
	}

	private static boolean isNamed(JsonTypeInfo asked) {
		return asked.use() == JsonTypeInfo.Id.NAME || asked.use() == JsonTypeInfo.Id.SIMPLE_NAME;
	}

	private static boolean isClosed(AnnotatedClass type) {
		return type.hasAnnotation(JsonSubTypes.class) || isSealed(type.getRawType());
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
