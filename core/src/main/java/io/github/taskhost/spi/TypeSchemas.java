package io.github.taskhost.spi;

import java.lang.reflect.Type;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A source of JSON Schemas that describe types of values as the {@link PayloadCodec} of
 * the host reads them. The schemas inform people and programs; values are checked by the
 * codec, not against these schemas. Implementations are thread-safe. The host keeps the
 * schemas of up to 1,000 types; further types have none. It leaves out a schema of more
 * than 16,384 characters and a schema whose generation throws. Each is logged as a
 * warning.
 */
@FunctionalInterface
public interface TypeSchemas {

	/**
	 * Returns the schema of a type.
	 * @param type the type, never {@link JsonPayload}
	 * @return a JSON Schema, or {@code null} for none
	 */
	@Nullable JsonPayload schemaOf(Type type);

	/**
	 * Returns a source for hosts without a generator of schemas: no type has a schema.
	 * @return the source
	 */
	static TypeSchemas none() {
		return NoTypeSchemas.INSTANCE;
	}

	/** The source of {@link TypeSchemas#none()}. */
	enum NoTypeSchemas implements TypeSchemas {

		/** The only instance. */
		INSTANCE;

		@Override
		public @Nullable JsonPayload schemaOf(Type type) {
			return null;
		}

	}

}
