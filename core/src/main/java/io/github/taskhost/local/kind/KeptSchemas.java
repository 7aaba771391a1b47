package io.github.taskhost.local.kind;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of the application, kept by type and bounded: types past the limit have no
 * schema. A source that throws is logged, and the type has no schema.
 */
public final class KeptSchemas implements TypeSchemas {

	static final int MAX_TYPES = 1000;

	static final int MAX_SIZE = 16_384;

	private static final Logger log = LoggerFactory.getLogger(KeptSchemas.class);

	private final TypeSchemas source;

	private final Map<Type, Optional<JsonPayload>> schemas = new ConcurrentHashMap<>();

	private final AtomicBoolean full = new AtomicBoolean();

	public KeptSchemas(TypeSchemas source) {
		this.source = source;
	}

	@Override
	public @Nullable JsonPayload schemaOf(Type type) {
		if (type == JsonPayload.class || this.source == TypeSchemas.none()) {
			return null;
		}
		Optional<JsonPayload> kept = this.schemas.get(type);
		return ((kept != null) ? kept : keep(type)).orElse(null);
	}

	/** Outside the map, since the source is code of the application. */
	private Optional<JsonPayload> keep(Type type) {
		if (this.schemas.size() >= MAX_TYPES) {
			if (this.full.compareAndSet(false, true)) {
				log.warn("The schemas of {} types are kept, the limit; further types, such as {}, have none.",
						MAX_TYPES, type.getTypeName());
			}
			return Optional.empty();
		}
		Optional<JsonPayload> schema = Optional.ofNullable(bounded(type));
		this.schemas.put(type, schema);
		return schema;
	}

	private @Nullable JsonPayload bounded(Type type) {
		try {
			JsonPayload schema = this.source.schemaOf(type);
			if (schema == null || schema.text().length() <= MAX_SIZE) {
				return schema;
			}
			log.warn("The JSON Schema of {} is left out: it has {} characters, more than {}.", type.getTypeName(),
					schema.text().length(), MAX_SIZE);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			log.warn("The JSON Schema of {} is left out: making it failed.", type.getTypeName(), ex);
		}
		return null;
	}

}
