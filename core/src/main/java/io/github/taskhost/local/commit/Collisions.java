package io.github.taskhost.local.commit;

import java.time.Instant;
import java.util.List;

import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.local.commit.Inserts.Insert;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;

/**
 * The holders of ids and idempotency keys that other tasks want, and the exceptions for
 * those tasks.
 */
public final class Collisions {

	private Collisions() {
	}

	static TaskConflictException of(List<Commits.Move> moves, CommitResult.Duplicate<LocalTask> duplicate) {
		return of(wantedBy(moves, duplicate), duplicate);
	}

	private static BackgroundTaskRecord wantedBy(List<Commits.Move> moves,
			CommitResult.Duplicate<LocalTask> duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		return moves.stream()
			.map((move) -> move.decision().next())
			.filter((next) -> isHeld(next, holder, duplicate.byKey()))
			.findFirst()
			.orElse(moves.get(0).decision().next());
	}

	/** The insert whose id or key a task holds. */
	static Insert refused(List<Insert> inserts, CommitResult.Duplicate<LocalTask> duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		return inserts.stream()
			.filter((insert) -> isHeld(insert.task().record(), holder, duplicate.byKey()))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No task has the name of " + holder.uid()));
	}

	private static boolean isHeld(BackgroundTaskRecord wanted, BackgroundTaskRecord holder, boolean byKey) {
		return byKey ? String.valueOf(wanted.idempotencyKey()).equals(holder.idempotencyKey())
				: wanted.id().equals(holder.id());
	}

	/**
	 * Whether the holder of a name still has it, after a change of the holder that was
	 * being stored.
	 * @param at the time at which the name is wanted
	 */
	static boolean stands(CommitResult.Duplicate<LocalTask> duplicate, Instant at) {
		LocalTask holder = duplicate.holder();
		BackgroundTaskRecord record = holder.record();
		return !holder.isRemoved()
				&& (duplicate.byKey() ? NamingRules.holdsItsKey(record, at) : NamingRules.keepsItsId(record));
	}

	public static TaskConflictException of(BackgroundTaskRecord wanted, CommitResult.Duplicate<LocalTask> duplicate) {
		BackgroundTaskRecord holder = duplicate.holder().record();
		String obstacle = duplicate.byKey()
				? "task '" + holder.id() + "' holds the idempotency key '" + wanted.idempotencyKey() + "'"
				: "a live task of the session has the same id (" + holder.state() + ")";
		return new TaskConflictException("Task '" + wanted.id() + "' cannot be in session '" + wanted.sessionId()
				+ "': " + obstacle + ". Use another" + (duplicate.byKey() ? " key." : " id, or end that task first."));
	}

	/**
	 * Returns the task that answers for a task that was not inserted; refuses it if there
	 * is none.
	 */
	public static LocalTask answers(CommitResult.Duplicate<LocalTask> duplicate, BackgroundTaskRecord wanted) {
		if (duplicate.byKey()) {
			return answers(duplicate.holder(), wanted.registration());
		}
		throw of(wanted, duplicate);
	}

	/**
	 * Returns the holder of an idempotency key if it has the kind and input of the
	 * registration; else refuses the registration.
	 */
	public static LocalTask answers(LocalTask holder, BackgroundTaskRegistration registration) {
		BackgroundTaskRecord record = holder.record();
		if (NamingRules.answersFor(record, registration) || NamingRules.replaces(record, registration)) {
			return holder;
		}
		throw new TaskConflictException("The idempotency key '" + registration.idempotencyKey() + "' of session '"
				+ record.sessionId() + "' belongs to task '" + record.id()
				+ "', which has another kind or input. Use another key for other work.");
	}

}
