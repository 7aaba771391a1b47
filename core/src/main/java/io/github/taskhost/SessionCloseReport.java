package io.github.taskhost;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of closing a session. Each task that was live is in one of the lists, by
 * its id, unless it ended or another thread moved it away before the close reached it.
 *
 * @param sessionId the closed session
 * @param successor the session that received tasks, or {@code null}
 * @param kept tasks that stay in the session until they end
 * @param cancelled tasks that were cancelled, or that ended after a cancel request
 * @param transferred tasks that moved to the successor
 * @param interrupted the labels of interrupted hidden work
 */
public record SessionCloseReport(String sessionId, @Nullable String successor, List<String> kept,
		List<String> cancelled, List<String> transferred, List<String> interrupted) {

	/** Copies the lists. */
	public SessionCloseReport {
		kept = List.copyOf(kept);
		cancelled = List.copyOf(cancelled);
		transferred = List.copyOf(transferred);
		interrupted = List.copyOf(interrupted);
	}

}
