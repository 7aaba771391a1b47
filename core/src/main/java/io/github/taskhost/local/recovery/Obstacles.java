package io.github.taskhost.local.recovery;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.host.Submissions;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Finds the reason for which this process cannot run a stored task: it does not have the
 * kind, has an earlier version of it, or cannot read the input. Work that does not start
 * by name has none, since it is not started.
 */
public final class Obstacles {

	private final Kinds kinds;

	private final Submissions submissions;

	private final Room room;

	public Obstacles(Kinds kinds, Submissions submissions, Room room) {
		this.room = room;
		this.kinds = kinds;
		this.submissions = submissions;
	}

	/** The room for further bodies. */
	Room room() {
		return this.room;
	}

	/** The reason, or {@code null} if there is none. */
	@Nullable String of(BackgroundTaskRecord record) {
		if (record.mode().isOwnersToStart() || record.onNodeLoss() == NodeLossPolicy.LOCAL) {
			return null;
		}
		try {
			return ofNamed(record, this.kinds.of(record.kind()));
		}
		catch (RuntimeException | LinkageError ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private @Nullable String ofNamed(BackgroundTaskRecord record, Kind kind) {
		if (record.mode() == TaskMode.MANAGED) {
			BackgroundTaskHandler<?> handler = kind.handler();
			if (handler == null) {
				return missing(kind, "handler");
			}
			return unreadable(record, kind, () -> this.submissions.check(kind, record, handler));
		}
		BackgroundTaskExecutor executor = kind.executor();
		if (executor == null) {
			return missing(kind, "executor");
		}
		return unreadable(record, kind, () -> this.submissions.check(kind, record, executor.inputType()));
	}

	/** An input of a newer version is not read, although it may fit the type. */
	private static @Nullable String unreadable(BackgroundTaskRecord record, Kind kind, Runnable check) {
		int present = kind.options().inputSchemaVersion();
		if (record.schemaVersion() > present) {
			return "Its input has schema version " + record.schemaVersion() + ", and the kind '" + kind.name()
					+ "' has version " + present + " here.";
		}
		check.run();
		return null;
	}

	private static String missing(Kind kind, String definition) {
		return "The kind '" + kind.name() + "' has no " + definition + " here.";
	}

}
