package io.github.taskhost.local.kind;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The kinds in use, up to the limit of the host.
 */
public final class Kinds {

	private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

	private final BackgroundTaskHostOptions options;

	private final KindDefinitions definitions;

	private final BackgroundTaskMetricsRecorder metrics;

	public Kinds(BackgroundTaskHostOptions options, KindDefinitions definitions,
			BackgroundTaskMetricsRecorder metrics) {
		this.options = options;
		this.definitions = definitions;
		this.metrics = metrics;
		this.definitions.requireUseful(options);
		this.options.kinds().keySet().forEach(metrics::kindDefined);
		this.definitions.names().forEach(metrics::kindDefined);
	}

	KindDefinitions definitions() {
		return this.definitions;
	}

	/**
	 * Defines a kind before its first task. The options of the handler are read and
	 * checked outside the map, since they are code of the application.
	 */
	public void define(BackgroundTaskHandler<?> handler) {
		String kind = handler.kind();
		this.definitions.requireUseful(kind, handler, this.options.kinds().getOrDefault(kind, KindOptions.NONE));
		this.kinds.compute(kind, (name, used) -> {
			if (used != null) {
				throw new TaskStateException("Kind '" + name + "' cannot be defined by " + handler
						+ ": tasks of this kind exist already. Define it before its first task.");
			}
			this.definitions.add(name, handler);
			return null;
		});
		this.metrics.kindDefined(handler.kind());
	}

	public Kind of(String name) {
		Kind kind = this.kinds.get(name);
		return (kind != null) ? kind : add(name);
	}

	private Kind add(String name) {
		int limit = this.options.limits().kinds();
		if (this.kinds.size() >= limit && !this.options.kinds().containsKey(name) && !this.definitions.has(name)) {
			this.metrics.rejected("other", RejectionReason.KINDS);
			throw new TaskRejectedException(RejectionReason.KINDS,
					"Kind '" + name + "' is rejected, since the host has " + limit
							+ " kinds, the limit. Use one kind for a sort of work, not one for each task, "
							+ "or raise taskhost.limits.kinds.");
		}
		Kind kind = null;
		while (kind == null) {
			kind = addIfCurrent(newKind(name));
		}
		return kind;
	}

	/** Adds a kind, unless it was defined since the new one was created. */
	private @Nullable Kind addIfCurrent(Kind fresh) {
		return this.kinds.computeIfAbsent(fresh.name(),
				(name) -> fresh.isDefinedBy(this.definitions.find(name)) ? fresh : null);
	}

	private Kind newKind(String name) {
		Object definition = this.definitions.find(name);
		return new Kind(name, optionsOf(name), definition);
	}

	/** The effective options of a kind. */
	KindOptions optionsOf(String name) {
		KindOptions own = this.options.kinds().getOrDefault(name, KindOptions.NONE);
		return own.orElse(this.definitions.optionsOf(name)).orElse(this.options.defaults());
	}

	public @Nullable Kind find(String name) {
		return this.kinds.get(name);
	}

	/** Whether a durable host does not store the tasks of one of the kinds in use. */
	public boolean keepsInMemory() {
		return this.kinds.values().stream().anyMatch((kind) -> !kind.options().storesTasks());
	}

	/** The number of live tasks of all kinds in a state. */
	public long live(BackgroundTaskState state) {
		return this.kinds.values().stream().mapToLong((kind) -> Math.max(0, kind.live(state).sum())).sum();
	}

	public Set<String> names() {
		return Collections.unmodifiableSet(this.kinds.keySet());
	}

}
