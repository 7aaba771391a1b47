package io.github.taskhost.local.kind;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.kind.InvalidKindOptionException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.CancelPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The kinds that the application defines by executors and handlers.
 */
public final class KindDefinitions {

	private final Map<String, Object> definitions = new ConcurrentSkipListMap<>();

	/** The executor of the kind that the host itself defines. */
	private final BackgroundTaskExecutor builtIn;

	public KindDefinitions(List<BackgroundTaskExecutor> executors, List<BackgroundTaskHandler<?>> handlers,
			BackgroundTaskExecutor builtIn) {
		this.builtIn = builtIn;
		executors.forEach((executor) -> add(executor.kind(), executor));
		handlers.forEach((handler) -> add(handler.kind(), handler));
	}

	/** Refuses a new handler one of whose options has no effect for its kind. */
	void requireUseful(String kind, BackgroundTaskHandler<?> handler, KindOptions options) {
		if (!has(kind)) {
			requireUseful(kind, (Object) handler, options.orElse(handler.options()));
		}
	}

	void add(String kind, Object definition) {
		String valid = Names.kind(kind);
		Object earlier = valid.equals(this.builtIn.kind()) ? this.builtIn
				: this.definitions.putIfAbsent(valid, definition);
		if (earlier != null) {
			throw new DuplicateTaskKindException(kind, List.of(earlier, definition));
		}
	}

	/** Refuses options that have no effect for their kind. */
	void requireUseful(BackgroundTaskHostOptions options) {
		Set<String> kinds = new TreeSet<>(options.kinds().keySet());
		kinds.addAll(this.definitions.keySet());
		kinds.forEach((kind) -> requireUseful(kind, find(kind),
				options.kinds().getOrDefault(kind, KindOptions.NONE).orElse(optionsOf(kind))));
	}

	private static void requireUseful(String kind, @Nullable Object definition, KindOptions options) {
		if (definition instanceof BackgroundTaskExecutor) {
			String problem = "sets %s, which is for bodies, but has an executor";
			refuse(options.maxConcurrent() != null, kind, "max-concurrent", problem, "Leave the option out.");
			refuse(options.maxConcurrentCluster() != null, kind, "max-concurrent-cluster", problem,
					"Leave the option out.");
			refuse(options.thread() != null, kind, "thread", problem, "Leave the option out.");
			refuse(options.interrupt() != null, kind, "interrupt", problem, "Leave the option out.");
			return;
		}
		refuse(options.reconcileInterval() != null, kind, "reconcile-interval", "sets %s, but has no executor",
				"Define an executor, or leave the option out.");
		refuse(definition != null && options.cancelPolicy() == CancelPolicy.EXTERNAL, kind, "cancel-policy",
				"sets %s to EXTERNAL, which is for work outside the host, but has a handler",
				"Use COOPERATIVE or ABORT_LOCAL, or register the work as external under another kind.");
	}

	private static void refuse(boolean useless, String kind, String option, String problem, String remedy) {
		if (useless) {
			throw new InvalidKindOptionException(kind, option, problem.formatted(option), remedy);
		}
	}

	boolean has(String kind) {
		return find(kind) != null;
	}

	public @Nullable Object find(String kind) {
		return kind.equals(this.builtIn.kind()) ? this.builtIn : this.definitions.get(kind);
	}

	KindOptions optionsOf(String kind) {
		return switch (find(kind)) {
			case BackgroundTaskExecutor executor -> executor.options();
			case BackgroundTaskHandler<?> handler -> handler.options();
			case null, default -> KindOptions.NONE;
		};
	}

	/** The names of the kinds that the application defines. */
	public List<String> names() {
		return List.copyOf(this.definitions.keySet());
	}

}
