package io.github.taskhost.jdbc.recovery;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * The reasons for which this node cannot run tasks without a worker. Used by one thread.
 */
final class Obstacles {

	private static final int MAX_KINDS = 1000;

	private final DetailReads details;

	/** The kinds of waiting tasks that this node lacks; at most 1,000. */
	private final Set<String> lacking = new HashSet<>();

	Obstacles(DetailReads details) {
		this.details = details;
	}

	void beginRound() {
		this.lacking.clear();
	}

	/** The kinds of tasks of this round that this node lacks. */
	Set<String> lacking() {
		return this.lacking;
	}

	/**
	 * The reason for which this node cannot run a task, or {@code null}.
	 * @param isNoted whether a node has noted that it could not run it
	 */
	@Nullable String of(StoredTask task, boolean isNoted, JournaledHost host) {
		String obstacle = present(task, isNoted, host);
		if (obstacle != null && this.lacking.size() < MAX_KINDS && !host.hasKind(task.record().kind())) {
			this.lacking.add(task.record().kind());
		}
		return obstacle;
	}

	private @Nullable String present(StoredTask task, boolean isNoted, JournaledHost host) {
		if (task.readable()) {
			String obstacle = host.obstacle(task);
			return (obstacle == null && isNoted) ? ofDetails(task.record().uid()) : obstacle;
		}
		return (task.record().failure() != null) ? String.valueOf(task.record().failure().message())
				: "Its stored record cannot be read.";
	}

	/** The obstacle in the details of a task that could not be run before. */
	private @Nullable String ofDetails(UUID uid) {
		try {
			this.details.details(uid);
			return null;
		}
		catch (UnreadableTaskException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

}
