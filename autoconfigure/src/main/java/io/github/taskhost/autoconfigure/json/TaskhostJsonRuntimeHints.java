package io.github.taskhost.autoconfigure.json;

import java.util.stream.Stream;

import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.ScheduledRun;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Reflection hints for the types that Jackson binds.
 */
class TaskhostJsonRuntimeHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar registrar = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.registrar.registerReflectionHints(hints.reflection(), RecordView.class, EventView.class,
				StatisticsView.class, ValueMixIn.class, InputRequest.class, InputRequestMixIn.class, TimeMixIn.class,
				TimeMixIn.Due.class, ScheduledRun.class, SnakeCaseMixIn.class, MessagePartView.class);
		Stream.of(TaskhostJacksonModule.VALUES, TaskhostJacksonModule.TIMED, TaskhostJacksonModule.ENUMS)
			.forEach((types) -> this.registrar.registerReflectionHints(hints.reflection(),
					types.toArray(Class<?>[]::new)));
	}

}
