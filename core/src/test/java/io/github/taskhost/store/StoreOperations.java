package io.github.taskhost.store;

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
final class StoreOperations {

	private final TaskStore store;

	private final StoredTasks tasks;

	StoreOperations(TaskStore store) {
		this.store = store;
		this.tasks = new StoredTasks(store);
	}

	String insert(int session, int id, boolean keyed) {
		BackgroundTaskRegistration registration = keyed ? StoredTasks.keyed("t" + id, "k")
				: StoredTasks.named("t" + id);
		return inWords(this.store.commit(new TaskChange.Insert(this.tasks.entry("s" + session, registration))));
	}

	String end(int session, int id) {
		return change(session, id, (entry, before) -> new TaskChange.Replace(entry, before,
				next(before).state(BackgroundTaskState.COMPLETED).finishedAt(StoredTasks.NOW).build(), List.of()));
	}

	String move(int session, int id, int other) {
		return change(session, id, (entry, before) -> new TaskChange.Replace(entry, before,
				next(before).sessionId("s" + other).build(), List.of()));
	}

	String remove(int session, int id) {
		return change(session, id, (entry, before) -> new TaskChange.Remove(entry, before, before, List.of()));
	}

	private static BackgroundTaskRecord.Builder next(BackgroundTaskRecord record) {
		return record.toBuilder().version(record.version() + 1);
	}

	/**
	 * Again when another was faster, as the host does. An ended task gives its place up
	 * without a change of its own, so what was found at a place may not be there any
	 * more: only live ones are changed.
	 */
	private String change(int session, int id, BiFunction<TaskEntry, BackgroundTaskRecord, TaskChange> maker) {
		while (true) {
			TaskEntry entry = this.store.find("s" + session, "t" + id);
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
			CommitResult result = this.store.commit(maker.apply(entry, before));
			if (!(result instanceof CommitResult.Conflict)) {
				return inWords(result);
			}
		}
	}

	String holder(int session) {
		TaskEntry holder = this.store.findByKey("s" + session, "k");
		return (holder != null) ? holder.record().id() : "nobody";
	}

	private static String inWords(CommitResult result) {
		return switch (result) {
			case CommitResult.Committed ignored -> "done";
			case CommitResult.Conflict ignored -> "conflict";
			case CommitResult.Duplicate duplicate -> duplicate.byKey() ? "key taken" : "place taken";
		};
	}

}
