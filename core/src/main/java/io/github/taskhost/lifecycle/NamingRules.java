package io.github.taskhost.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Rules of names: which task an id denotes, and which ids and idempotency keys are taken.
 */
public final class NamingRules {

	private NamingRules() {
	}

	/**
	 * Chooses the task that an id without a session denotes: the only live candidate, or
	 * the only candidate.
	 * @param candidates the tasks with that id, of different sessions
	 * @return the index of the task, or -1 when the id is ambiguous
	 */
	public static int meant(List<BackgroundTaskRecord> candidates) {
		int only = -1;
		int live = 0;
		for (int i = 0; i < candidates.size(); i++) {
			if (!candidates.get(i).state().isTerminal()) {
				only = i;
				live++;
			}
		}
		if (live == 0) {
			return (candidates.size() == 1) ? 0 : -1;
		}
		return (live == 1) ? only : -1;
	}

	/**
	 * Tells whether a record keeps its place under (session, id) when a new task wants
	 * it.
	 * @param holder the record that has the place
	 * @return {@code true} while it is live
	 */
	public static boolean keepsItsId(BackgroundTaskRecord holder) {
		return !holder.state().isTerminal();
	}

	/**
	 * Tells whether a task holds its idempotency key at a time. Once it has left the key,
	 * it never holds it again.
	 * @param record the task, which has a key
	 * @param at the time of the acceptance of a further registration, or of the change
	 * @return {@code true} if a further registration with the key returns the task
	 */
	public static boolean holdsItsKey(BackgroundTaskRecord record, Instant at) {
		BackgroundTaskState state = record.state();
		if (record.registration().debounce() != null) {
			return state == BackgroundTaskState.PENDING && record.attempt() == 1;
		}
		Instant end = endOfWindow(record);
		if (end != null && !at.isBefore(end)) {
			return false;
		}
		return switch (record.registration().idempotencyPolicy()) {
			case WHILE_LIVE -> !state.isTerminal();
			case UNTIL_SUCCESS -> !state.isTerminal() || state == BackgroundTaskState.COMPLETED;
			case RETAINED -> true;
		};
	}

	/**
	 * Finds the end of the uniqueness window of a task.
	 * @param record the task
	 * @return the first time at which its key is free, or {@code null} without a window
	 */
	public static @Nullable Instant endOfWindow(BackgroundTaskRecord record) {
		Duration window = record.idempotencyWindow();
		return (window != null) ? record.createdAt().plus(window) : null;
	}

	/**
	 * Tells whether a task from elsewhere goes without its idempotency key where another
	 * task holds it by now: it has left the key without being told.
	 * @param record the task
	 * @return {@code true} if its key has a window, or it is debounced
	 */
	public static boolean mayLackItsKey(BackgroundTaskRecord record) {
		return record.idempotencyWindow() != null || record.registration().debounce() != null;
	}

	/**
	 * Tells whether a request replaces that of the holder of its idempotency key.
	 * @param holder the record that has the key
	 * @param registration the registration of the request
	 * @return {@code true} if both are debounced and of one kind
	 */
	public static boolean replaces(BackgroundTaskRecord holder, BackgroundTaskRegistration registration) {
		return holder.registration().debounce() != null && registration.debounce() != null
				&& holder.kind().equals(registration.kind());
	}

	/**
	 * Tells whether the holder of an idempotency key is returned for a repeated
	 * registration.
	 * @param holder the record that has the key
	 * @param registration the new registration
	 * @return {@code true} if kind and input are equal
	 */
	public static boolean answersFor(BackgroundTaskRecord holder, BackgroundTaskRegistration registration) {
		return holder.kind().equals(registration.kind()) && Objects.equals(holder.input(), registration.input());
	}

}
