package io.github.taskhost.autoconfigure.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Refuses to read classes: a document would choose a class of the application, and
 * loading it runs its static initialisers.
 */
final class ClassValues {

	private ClassValues() {
	}

	/** Refuses classes as values and as keys of maps. */
	@SuppressWarnings("rawtypes")
	static JacksonModule module() {
		return new SimpleModule("taskhost-class-values").addDeserializer(Class.class, new Refusing<Class>())
			.addDeserializer(JavaType.class, new Refusing<>())
			.addKeyDeserializer(Class.class, new RefusingKeys())
			.addKeyDeserializer(JavaType.class, new RefusingKeys());
	}

	private static final class Refusing<T> extends ValueDeserializer<T> {

		@Override
		public T deserialize(JsonParser parser, DeserializationContext context) {
			throw new RefusedException(parser);
		}

	}

	private static final class RefusingKeys extends KeyDeserializer {

		@Override
		public Object deserializeKey(String key, DeserializationContext context) {
			throw new RefusedException(context.getParser());
		}

	}

	/** The JSON is read as a class. The message tells the remedy. */
	static final class RefusedException extends DatabindException {

		private static final long serialVersionUID = 1L;

		RefusedException(JsonParser parser) {
			super(parser, "is not read as a class: declare a String or an enum");
		}

	}

}
