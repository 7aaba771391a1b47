package io.github.taskhost.local.table;

import java.util.List;
import java.util.function.BiFunction;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Operations of a table that name tasks by place and answer with text, so that the
 * answers to concurrent threads can be compared with those of every sequential order.
 */
final class TableOperations {

	private final TaskTable<TableTask> table;

	private final TableTasks tasks;

	TableOperations(TaskTable<TableTask> table) {
		this.table = table;
		this.tasks = new TableTasks(table);
	}

	String insert(int session, int id, boolean keyed) {
		BackgroundTaskRegistration registration = keyed ? TableTasks.keyed("t" + id, "k") : TableTasks.named("t" + id);
		return inWords(this.table.commit(new TableChange.Insert<>(this.tasks.entry("s" + session, registration))));
	}

	String end(int session, int id) {
		return change(session, id, (entry, before) -> new TableChange.Replace<>(entry, before,
				next(before).state(BackgroundTaskState.COMPLETED).finishedAt(TableTasks.NOW).build(), List.of()));
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
	 * Changes a task, and tries again when another thread was faster, like the host. Only
	 * live tasks are changed: an ended task may lose its place without a change of
	 * itself, so a later answer about the place would not be consistent.
	 */
	private String change(int session, int id,
			BiFunction<TableTask, BackgroundTaskRecord, TableChange<TableTask>> maker) {
		while (true) {
			TableTask entry = this.table.find("s" + session, "t" + id);
			if (entry != null && entry.isHeld()) {
				continue; // during a move the record has the old session
			}
			BackgroundTaskRecord before = (entry != null) ? entry.record() : null;
			if (entry == null || before == null || entry.isRemoved() || !before.sessionId().equals("s" + session)) {
				return "nobody";
			}
			if (before.state().isTerminal()) {
				return "ended";
			}
			CommitResult<TableTask> result = this.table.commit(maker.apply(entry, before));
			if (!(result instanceof CommitResult.Conflict)) {
				return inWords(result);
			}
		}
	}

	String holder(int session) {
		TableTask holder = this.table.findByKey("s" + session, "k", TableTasks.NOW);
		return (holder != null) ? holder.record().id() : "nobody";
	}

	private static String inWords(CommitResult<TableTask> result) {
		return switch (result) {
			case CommitResult.Committed<TableTask> ignored -> "done";
			case CommitResult.Conflict<TableTask> ignored -> "conflict";
			case CommitResult.Duplicate<TableTask> duplicate -> duplicate.byKey() ? "key taken" : "place taken";
		};
	}

}
