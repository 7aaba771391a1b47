package io.github.taskhost.event;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * A filter of tasks and of their events. Terminal records, and events that carry them,
 * are excluded unless the filter includes them. Lists, subscriptions and streams support
 * every criterion; an event matches by the record that it carries. Immutable.
 *
 * @param sessionId the only session that matches, or {@code null} for every session
 * @param kind the only kind that matches, or {@code null} for every kind
 * @param states the only states that match, or empty for every state; a terminal state in
 * the set is included by that
 * @param includeTerminal whether terminal records match when {@code states} is empty
 * @param search the criteria that a record meets besides
 */
public record BackgroundTaskFilter(@Nullable String sessionId, @Nullable String kind, Set<BackgroundTaskState> states,
		boolean includeTerminal, TaskSearch search) {

	private static final BackgroundTaskFilter LIVE = new BackgroundTaskFilter(null, null, Set.of(), false);

	private static final BackgroundTaskFilter ALL = new BackgroundTaskFilter(null, null, Set.of(), true);

	/**
	 * Validates the session id and the kind, and copies the set.
	 * @throws InvalidTaskArgumentException if the session id or the kind is not valid
	 */
	public BackgroundTaskFilter {
		if (sessionId != null) {
			Names.id("session id", sessionId);
		}
		if (kind != null) {
			Names.kind(kind);
		}
		search = Objects.requireNonNullElse(search, TaskSearch.NONE); // absent in JSON
		states = states.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(states));
	}

	/**
	 * Creates a filter without further criteria.
	 * @param sessionId the only session that matches, or {@code null} for every session
	 * @param kind the only kind that matches, or {@code null} for every kind
	 * @param states the only states that match, or empty for every state
	 * @param includeTerminal whether terminal records match when {@code states} is empty
	 * @throws InvalidTaskArgumentException if the session id or the kind is not valid
	 */
	public BackgroundTaskFilter(@Nullable String sessionId, @Nullable String kind, Set<BackgroundTaskState> states,
			boolean includeTerminal) {
		this(sessionId, kind, states, includeTerminal, TaskSearch.NONE);
	}

	/**
	 * Returns a filter that matches every task, live or terminal.
	 * @return the filter
	 */
	public static BackgroundTaskFilter all() {
		return ALL;
	}

	/**
	 * Returns a filter that matches every live task.
	 * @return the filter
	 */
	public static BackgroundTaskFilter live() {
		return LIVE;
	}

	/**
	 * Returns a filter that matches the live tasks of a session.
	 * @param sessionId the id of the session
	 * @return the filter
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	public static BackgroundTaskFilter ofSession(String sessionId) {
		return LIVE.withSession(sessionId);
	}

	/**
	 * Returns this filter, restricted to a session.
	 * @param sessionId the id of the session
	 * @return a new filter
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	public BackgroundTaskFilter withSession(String sessionId) {
		return new BackgroundTaskFilter(sessionId, this.kind, this.states, this.includeTerminal, this.search);
	}

	/**
	 * Returns this filter, restricted to a kind.
	 * @param kind the name of the kind
	 * @return a new filter
	 * @throws InvalidTaskArgumentException if the name is not valid
	 */
	public BackgroundTaskFilter withKind(String kind) {
		return new BackgroundTaskFilter(this.sessionId, kind, this.states, this.includeTerminal, this.search);
	}

	/**
	 * Returns this filter, restricted to a set of states.
	 * @param states the states; empty for every state
	 * @return a new filter
	 */
	public BackgroundTaskFilter withStates(Set<BackgroundTaskState> states) {
		return new BackgroundTaskFilter(this.sessionId, this.kind, states, this.includeTerminal, this.search);
	}

	/**
	 * Returns this filter, with terminal records included.
	 * @return a new filter
	 */
	public BackgroundTaskFilter withTerminal() {
		return new BackgroundTaskFilter(this.sessionId, this.kind, this.states, true, this.search);
	}

	/**
	 * Returns this filter, restricted to tasks whose id, display name or kind contains a
	 * text. Upper and lower case are the same, independent of a language.
	 * @param text the text, from 1 to 128 characters that are not all spaces
	 * @return a new filter
	 * @throws InvalidTaskArgumentException if the text is blank or too long
	 */
	public BackgroundTaskFilter withText(String text) {
		TaskSearch old = this.search;
		return withSearch(new TaskSearch(text, old.workerId(), old.failureKind(), old.parentUid(), old.createdAfter(),
				old.createdBefore()));
	}

	/**
	 * Returns this filter, restricted to tasks whose current or last attempt is executed
	 * by a host instance.
	 * @param workerId the id of the host instance, as in
	 * {@link BackgroundTaskRecord#workerId()}
	 * @return a new filter
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	public BackgroundTaskFilter withWorker(String workerId) {
		TaskSearch old = this.search;
		return withSearch(new TaskSearch(old.text(), workerId, old.failureKind(), old.parentUid(), old.createdAfter(),
				old.createdBefore()));
	}

	/**
	 * Returns this filter, restricted to tasks with a kind of failure, as in
	 * {@link BackgroundTaskRecord#failure()}. The filter matches them only if it includes
	 * terminal records, since live tasks have no failure.
	 * @param failureKind the kind of the failure
	 * @return a new filter
	 */
	public BackgroundTaskFilter withFailureKind(FailureKind failureKind) {
		TaskSearch old = this.search;
		return withSearch(new TaskSearch(old.text(), old.workerId(), failureKind, old.parentUid(), old.createdAfter(),
				old.createdBefore()));
	}

	/**
	 * Returns this filter, restricted to the children of a task.
	 * @param parentUid the uid of the parent
	 * @return a new filter
	 */
	public BackgroundTaskFilter withParent(UUID parentUid) {
		TaskSearch old = this.search;
		return withSearch(new TaskSearch(old.text(), old.workerId(), old.failureKind(), parentUid, old.createdAfter(),
				old.createdBefore()));
	}

	/**
	 * Returns this filter, restricted to tasks that were registered after a time.
	 * @param time the time, which does not match itself
	 * @return a new filter
	 */
	public BackgroundTaskFilter withCreatedAfter(Instant time) {
		TaskSearch old = this.search;
		return withSearch(new TaskSearch(old.text(), old.workerId(), old.failureKind(), old.parentUid(), time,
				old.createdBefore()));
	}

	/**
	 * Returns this filter, restricted to tasks that were registered before a time.
	 * @param time the time, which does not match itself
	 * @return a new filter
	 */
	public BackgroundTaskFilter withCreatedBefore(Instant time) {
		TaskSearch old = this.search;
		return withSearch(new TaskSearch(old.text(), old.workerId(), old.failureKind(), old.parentUid(),
				old.createdAfter(), time));
	}

	/**
	 * Returns this filter with other criteria.
	 * @param search the criteria that a record meets besides
	 * @return a new filter
	 */
	public BackgroundTaskFilter withSearch(TaskSearch search) {
		return new BackgroundTaskFilter(this.sessionId, this.kind, this.states, this.includeTerminal, search);
	}

	/**
	 * Returns whether a record matches this filter.
	 * @param record the record
	 * @return {@code true} if it matches
	 */
	public boolean matches(BackgroundTaskRecord record) {
		return (this.sessionId == null || this.sessionId.equals(record.sessionId())) && matchesWithoutSession(record);
	}

	/**
	 * Returns whether an event matches this filter. A transfer matches for the session
	 * that the task left and for the session that it entered.
	 * @param event the event
	 * @return {@code true} if it matches
	 */
	public boolean matches(BackgroundTaskEvent event) {
		boolean left = event instanceof BackgroundTaskEvent.Transferred transferred
				&& transferred.from().equals(this.sessionId);
		return left ? matchesWithoutSession(event.record()) : matches(event.record());
	}

	private boolean matchesWithoutSession(BackgroundTaskRecord record) {
		return (this.kind == null || this.kind.equals(record.kind())) && matchesState(record.state())
				&& (this.search == TaskSearch.NONE || this.search.matches(record));
	}

	private boolean matchesState(BackgroundTaskState state) {
		return this.states.isEmpty() ? this.includeTerminal || !state.isTerminal() : this.states.contains(state);
	}

}
