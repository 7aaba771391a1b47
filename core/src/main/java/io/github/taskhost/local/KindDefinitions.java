package io.github.taskhost.local;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.taskhost.BackgroundTaskExecutor;
import io.github.taskhost.BackgroundTaskHandler;
import io.github.taskhost.BackgroundTaskHostOptions;
import io.github.taskhost.BackgroundTaskHostOptions.KindOptions;
import io.github.taskhost.BackgroundTaskRegistration;
import io.github.taskhost.DuplicateTaskKindException;
import io.github.taskhost.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that the application defines, by their executors and handlers.
 */
final class KindDefinitions {

	private final Map<String, Object> definitions = new TreeMap<>();

	KindDefinitions(List<BackgroundTaskExecutor> executors, List<BackgroundTaskHandler<?>> handlers) {
		executors.forEach((executor) -> add(executor.kind(), executor));
		handlers.forEach((handler) -> add(handler.kind(), handler));
	}

	private void add(String kind, Object definition) {
		String valid = BackgroundTaskRegistration.ofKind(kind).build().kind();
		Object earlier = this.definitions.putIfAbsent(valid, definition);
		if (earlier != null) {
			throw new DuplicateTaskKindException(kind, List.of(earlier, definition));
		}
	}

	/** Refuses options that nothing would follow. */
	void requireUseful(BackgroundTaskHostOptions options) {
		options.kinds().forEach((kind, own) -> requireUseful(kind, own.orElse(optionsOf(kind))));
		this.definitions.keySet().forEach((kind) -> requireUseful(kind, optionsOf(kind)));
	}

	private void requireUseful(String kind, KindOptions options) {
		boolean executed = this.definitions.get(kind) instanceof BackgroundTaskExecutor;
		if (executed && (options.maxConcurrent() != null || options.thread() != null)) {
			throw new InvalidTaskArgumentException("Kind '" + kind
					+ "' has max-concurrent or thread, which are for bodies, and an executor, which has none. Leave them out.");
		}
		if (!executed && options.reconcileInterval() != null) {
			throw new InvalidTaskArgumentException("Kind '" + kind
					+ "' has a reconcile-interval and no executor that could reconcile. Define one, or leave it out.");
		}
	}

	boolean has(String kind) {
		return this.definitions.containsKey(kind);
	}

	@Nullable Object find(String kind) {
		return this.definitions.get(kind);
	}

	KindOptions optionsOf(String kind) {
		return switch (this.definitions.get(kind)) {
			case BackgroundTaskExecutor executor -> executor.options();
			case BackgroundTaskHandler<?> handler -> handler.options();
			case null, default -> KindOptions.NONE;
		};
	}

	List<String> names() {
		return List.copyOf(this.definitions.keySet());
	}

}
