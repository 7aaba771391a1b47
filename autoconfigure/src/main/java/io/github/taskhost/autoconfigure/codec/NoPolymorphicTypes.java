package io.github.taskhost.autoconfigure.codec;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;

/**
 * Supports all annotations of Jackson except those that write class names into the JSON.
 * The module keeps the annotation introspectors of other modules from supporting them.
 */
final class NoPolymorphicTypes extends JacksonAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	/**
	 * Puts the refusal before the introspectors of all modules that were added earlier.
	 */
	static JacksonModule module() {
		return new SimpleModule("taskhost-no-polymorphic-types") {

			private static final long serialVersionUID = 1L;

			@Override
			public void setupModule(SetupContext context) {
				context.insertAnnotationIntrospector(new None());
			}

		};
	}

	/** Answers for every type that its values have no type id. */
	private static final class None extends NopAnnotationIntrospector {

		private static final long serialVersionUID = 1L;

		@Override
		public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
			return JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NONE, JsonTypeInfo.As.PROPERTY, null, null, false,
					null);
		}

	}

}
