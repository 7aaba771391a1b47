package io.github.taskhost.autoconfigure;

import java.util.Map;

import io.github.taskhost.kind.DuplicateTaskKindException;
import org.springframework.context.ApplicationContext;

/**
 * Names the beans that define the same kind.
 */
final class DuplicateKindBeans {

	private final ApplicationContext context;

	DuplicateKindBeans(ApplicationContext context) {
		this.context = context;
	}

	DuplicateTaskKindException named(DuplicateTaskKindException exception) {
		DuplicateTaskKindException named = new DuplicateTaskKindException(exception.kind(),
				exception.definitions().stream().<Object>map(this::describe).toList());
		named.addSuppressed(exception);
		return named;
	}

	private String describe(Object definition) {
		return this.context.getBeansOfType(definition.getClass(), true, false)
			.entrySet()
			.stream()
			.filter((bean) -> bean.getValue() == definition)
			.findFirst()
			.map(Map.Entry::getKey)
			.map((name) -> "bean '" + name + "' (" + definition.getClass().getName() + ")")
			.orElseGet(definition::toString);
	}

}
