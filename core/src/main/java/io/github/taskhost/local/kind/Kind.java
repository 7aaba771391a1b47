package io.github.taskhost.local.kind;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.InterruptPolicy;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A kind of work: its name, options and definition, the number of its live tasks by
 * state, and the totals of its starts and ends.
 */
public final class Kind {

	private final String name;

	private final String threads;

	private final KindOptions options;

	private final @Nullable Object definition;

	private final Map<BackgroundTaskState, LongAdder> live = new EnumMap<>(BackgroundTaskState.class);

	private final Map<BackgroundTaskState, LongAdder> ended = new EnumMap<>(BackgroundTaskState.class);

	private final LongAdder started = new LongAdder();

	public Kind(String name, KindOptions options, @Nullable Object definition) {
		this.name = name;
		this.threads = "taskhost-" + name + "-";
		this.definition = definition;
		this.options = options;
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			(state.isTerminal() ? this.ended : this.live).put(state, new LongAdder());
		}
	}

	public String name() {
		return this.name;
	}

	public String threadName(UUID uid) {
		return this.threads + uid;
	}

	public KindOptions options() {
		return this.options;
	}

	/** Whether its definition is the given one. */
	boolean isDefinedBy(@Nullable Object current) {
		return this.definition == current;
	}

	/** The executor that drives the work of the kind, or {@code null}. */
	public @Nullable BackgroundTaskExecutor executor() {
		return (this.definition instanceof BackgroundTaskExecutor executor) ? executor : null;
	}

	/** The handler that is the body of the kind, or {@code null}. */
	public @Nullable BackgroundTaskHandler<?> handler() {
		return (this.definition instanceof BackgroundTaskHandler<?> handler) ? handler : null;
	}

	/**
	 * The input of a task in the present schema of the kind, or {@code null} for none.
	 */
	public @Nullable JsonPayload input(BackgroundTaskRecord record) {
		int from = record.schemaVersion();
		JsonPayload input = record.input();
		if (from >= this.options.inputSchemaVersion()) {
			return input;
		}
		return switch (this.definition) {
			case BackgroundTaskHandler<?> handler -> handler.upgrade(input, from);
			case BackgroundTaskExecutor executor -> executor.upgrade(input, from);
			case null, default -> input;
		};
	}

	public ThreadType thread() {
		return (this.options.thread() != null) ? this.options.thread() : ThreadType.VIRTUAL;
	}

	/** Whether the host may interrupt bodies of the kind. */
	public boolean isInterruptible() {
		return this.options.interrupt() != InterruptPolicy.NEVER;
	}

	public LongAdder live(BackgroundTaskState state) {
		return Objects.requireNonNull(this.live.get(state), "only live states are counted");
	}

	/** The number of tasks that ended in a terminal state. */
	public LongAdder ended(BackgroundTaskState state) {
		return Objects.requireNonNull(this.ended.get(state), "only terminal states are ends");
	}

	/** The number of tasks that have started. */
	public LongAdder started() {
		return this.started;
	}

}
