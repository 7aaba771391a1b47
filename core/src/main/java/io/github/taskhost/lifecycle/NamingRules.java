package io.github.taskhost.lifecycle;

import java.util.List;
import java.util.Objects;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

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
	 * Tells whether a task holds its idempotency key. Once it has left the key, it never
	 * holds it again.
	 * @param record the task, which has a key
	 * @return {@code true} if a further registration with the key returns the task
	 */
	public static boolean holdsItsKey(BackgroundTaskRecord record) {
		BackgroundTaskState state = record.state();
		return switch (record.registration().idempotencyPolicy()) {
			case WHILE_LIVE -> !state.isTerminal();
			case UNTIL_SUCCESS -> !state.isTerminal() || state == BackgroundTaskState.COMPLETED;
			case RETAINED -> true;
		};
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
