package io.github.taskhost.local.kind;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.KindDescription;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Describes the kinds that the application defines.
 */
public final class KindDescriptions {

	private final KindDefinitions definitions;

	private final Kinds kinds;

	private final TypeSchemas schemas;

	public KindDescriptions(KindDefinitions definitions, Kinds kinds, TypeSchemas schemas) {
		this.definitions = definitions;
		this.kinds = kinds;
		this.schemas = schemas;
	}

	/** Describes all kinds in the order of their names. */
	public List<KindDescription> all() {
		return this.definitions.names().stream().map(this::of).toList();
	}

	private KindDescription of(String kind) {
		return switch (Objects.requireNonNull(this.definitions.find(kind), kind)) {
			case BackgroundTaskExecutor executor ->
				description(kind, executor.description(), executor.inputType(), executor.resultType());
			case BackgroundTaskHandler<?> handler ->
				description(kind, handler.description(), handler.inputType(), handler.resultType());
			default -> throw new IllegalStateException("Kind '" + kind + "' has an unknown definition");
		};
	}

	private KindDescription description(String kind, @Nullable String description, Type input, @Nullable Type result) {
		return new KindDescription(kind, description, (input != JsonPayload.class) ? input.getTypeName() : null,
				(result != null) ? result.getTypeName() : null, this.schemas.schemaOf(input),
				OptionTexts.of(this.kinds.optionsOf(kind)));
	}

}
