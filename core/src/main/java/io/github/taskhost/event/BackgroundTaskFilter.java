package io.github.taskhost.event;

import java.util.EnumSet;
import java.util.Set;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks, or the events of which tasks. Terminal records, and the events that carry
 * them, are hidden unless the filter says otherwise.
 *
 * @param sessionId only of this session, or {@code null} for every session
 * @param kind only of this kind, or {@code null} for every kind
 * @param states only in these states, or empty for every state; a terminal state among
 * them includes it
 * @param includeTerminal whether terminal records are included when {@code states} is
 * empty
 */
public record BackgroundTaskFilter(@Nullable String sessionId, @Nullable String kind, Set<BackgroundTaskState> states,
		boolean includeTerminal) {

	private static final BackgroundTaskFilter LIVE = new BackgroundTaskFilter(null, null, Set.of(), false);

	private static final BackgroundTaskFilter ALL = new BackgroundTaskFilter(null, null, Set.of(), true);

	/**
	 * Checks the session id and the kind.
	 * @throws InvalidTaskArgumentException if one is not valid
	 */
	public BackgroundTaskFilter {
		if (sessionId != null) {
			Names.id("session id", sessionId);
		}
		if (kind != null) {
			Names.kind(kind);
		}
		states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
	}

	/**
	 * Every task, the ended ones too: hides nothing.
	 * @return the filter
	 */
	public static BackgroundTaskFilter all() {
		return ALL;
	}

	/**
	 * The live tasks.
	 * @return the filter
	 */
	public static BackgroundTaskFilter live() {
		return LIVE;
	}

	/**
	 * The live tasks of a session.
	 * @param sessionId the session
	 * @return the filter
	 */
	public static BackgroundTaskFilter ofSession(String sessionId) {
		return LIVE.withSession(sessionId);
	}

	/**
	 * This filter, for one session.
	 * @param sessionId the session
	 * @return a new filter
	 */
	public BackgroundTaskFilter withSession(String sessionId) {
		return new BackgroundTaskFilter(sessionId, this.kind, this.states, this.includeTerminal);
	}

	/**
	 * This filter, for one kind.
	 * @param kind the kind
	 * @return a new filter
	 */
	public BackgroundTaskFilter withKind(String kind) {
		return new BackgroundTaskFilter(this.sessionId, kind, this.states, this.includeTerminal);
	}

	/**
	 * This filter, for some states.
	 * @param states the states
	 * @return a new filter
	 */
	public BackgroundTaskFilter withStates(Set<BackgroundTaskState> states) {
		return new BackgroundTaskFilter(this.sessionId, this.kind, states, this.includeTerminal);
	}

	/**
	 * This filter, with ended tasks too.
	 * @return a new filter
	 */
	public BackgroundTaskFilter withTerminal() {
		return new BackgroundTaskFilter(this.sessionId, this.kind, this.states, true);
	}

	/**
	 * Whether a record matches.
	 * @param record the record
	 * @return {@code true} if it does
	 */
	public boolean matches(BackgroundTaskRecord record) {
		return (this.sessionId == null || this.sessionId.equals(record.sessionId())) && matchesWithoutSession(record);
	}

	/**
	 * Whether an event matches. The event of a transfer matches for the session that the
	 * task came from and for the one it is in.
	 * @param event the event
	 * @return {@code true} if it does
	 */
	public boolean matches(BackgroundTaskEvent event) {
		boolean left = event instanceof BackgroundTaskEvent.Transferred transferred
				&& transferred.from().equals(this.sessionId);
		return left ? matchesWithoutSession(event.record()) : matches(event.record());
	}

	private boolean matchesWithoutSession(BackgroundTaskRecord record) {
		return (this.kind == null || this.kind.equals(record.kind())) && matchesState(record.state());
	}

	private boolean matchesState(BackgroundTaskState state) {
		return this.states.isEmpty() ? this.includeTerminal || !state.isTerminal() : this.states.contains(state);
	}

}
