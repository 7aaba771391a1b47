package io.github.taskhost;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of the work of a session that was closed. Each live task is in one list, by
 * its id.
 *
 * @param sessionId the session
 * @param successor the session that tasks moved to, or {@code null}
 * @param kept tasks that stay in the closed session's name until they end
 * @param cancelled tasks that were cancelled, or ended while they were asked to
 * @param transferred tasks that moved to the successor
 * @param interrupted the labels of hidden work that was interrupted
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
