package io.github.taskhost.local.table;

import java.util.List;
import java.util.function.BiFunction;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Operations of a store that name tasks by their place, and answer in words, so that what
 * many threads were answered can be compared with every order in which one thread could
 * have asked.
 */
final class TableOperations {

	private final TaskTable<StoredTask> table;

	private final StoredTasks tasks;

	TableOperations(TaskTable<StoredTask> table) {
		this.table = table;
		this.tasks = new StoredTasks(table);
	}

	String insert(int session, int id, boolean keyed) {
		BackgroundTaskRegistration registration = keyed ? StoredTasks.keyed("t" + id, "k")
				: StoredTasks.named("t" + id);
		return inWords(this.table.commit(new TableChange.Insert<>(this.tasks.entry("s" + session, registration))));
	}

	String end(int session, int id) {
		return change(session, id, (entry, before) -> new TableChange.Replace<>(entry, before,
				next(before).state(BackgroundTaskState.COMPLETED).finishedAt(StoredTasks.NOW).build(), List.of()));
	}

	String move(int session, int id, int other) {
		return change(session, id, (entry, before) -> new TableChange.Replace<>(entry, before,
				next(before).sessionId("s" + other).build(), List.of()));
	}

	String remove(int session, int id) {
		return change(session, id, (entry, before) -> new TableChange.Remove<>(entry, before, before, List.of()));
	}

	private static BackgroundTaskRecord.Builder next(BackgroundTaskRecord record) {
		return record.toBuilder().version(record.version() + 1);
	}

	/**
	 * Again when another was faster, as the host does. An ended task gives its place up
	 * without a change of its own, so what was found at a place may not be there any
	 * more: only live ones are changed.
	 */
	private String change(int session, int id,
			BiFunction<StoredTask, BackgroundTaskRecord, TableChange<StoredTask>> maker) {
		while (true) {
			StoredTask entry = this.table.find("s" + session, "t" + id);
			if (entry != null && entry.isHeld()) {
				continue; // on its way to a place, it says where it was
			}
			BackgroundTaskRecord before = (entry != null) ? entry.record() : null;
			if (entry == null || before == null || entry.isRemoved() || !before.sessionId().equals("s" + session)) {
				return "nobody";
			}
			if (before.state().isTerminal()) {
				return "ended";
			}
			CommitResult<StoredTask> result = this.table.commit(maker.apply(entry, before));
			if (!(result instanceof CommitResult.Conflict)) {
				return inWords(result);
			}
		}
	}

	String holder(int session) {
		StoredTask holder = this.table.findByKey("s" + session, "k");
		return (holder != null) ? holder.record().id() : "nobody";
	}

	private static String inWords(CommitResult<StoredTask> result) {
		return switch (result) {
			case CommitResult.Committed<StoredTask> ignored -> "done";
			case CommitResult.Conflict<StoredTask> ignored -> "conflict";
			case CommitResult.Duplicate<StoredTask> duplicate -> duplicate.byKey() ? "key taken" : "place taken";
		};
	}

}
