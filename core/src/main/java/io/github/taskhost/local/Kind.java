package io.github.taskhost.local;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * What the host keeps for a kind: its options, its live tasks by state, and the queue for
 * its slots when it has a limit.
 */
final class Kind {

	private final String name;

	private final String threads;

	private final KindOptions options;

	private final @Nullable SlotQueue<LocalTask> slots;

	private final @Nullable Object definition;

	private final Map<BackgroundTaskState, LongAdder> live = new EnumMap<>(BackgroundTaskState.class);

	Kind(String name, KindOptions options, @Nullable Object definition) {
		this.name = name;
		this.threads = "taskhost-" + name + "-";
		this.definition = definition;
		this.options = options;
		this.slots = (options.maxConcurrent() != null) ? new SlotQueue<>(options.maxConcurrent()) : null;
		for (BackgroundTaskState state : WorkRules.liveStates()) {
			this.live.put(state, new LongAdder());
		}
	}

	String name() {
		return this.name;
	}

	String threadName(UUID uid) {
		return this.threads + uid;
	}

	KindOptions options() {
		return this.options;
	}

	/** Who does the work of the kind elsewhere, if somebody does. */
	@Nullable BackgroundTaskExecutor executor() {
		return (this.definition instanceof BackgroundTaskExecutor executor) ? executor : null;
	}

	/** The body of the kind, if it has one. */
	@Nullable BackgroundTaskHandler<?> handler() {
		return (this.definition instanceof BackgroundTaskHandler<?> handler) ? handler : null;
	}

	ThreadType thread() {
		return (this.options.thread() != null) ? this.options.thread() : ThreadType.VIRTUAL;
	}

	@Nullable SlotQueue<LocalTask> slots() {
		return this.slots;
	}

	LongAdder live(BackgroundTaskState state) {
		return Objects.requireNonNull(this.live.get(state), "only live states are counted");
	}

}
