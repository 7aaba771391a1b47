package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of the database and their log, read once. Immutable.
 *
 * @param tasks the tasks by uid
 * @param changes the log of each task, in the order of versions
 * @param live the live tasks, as texts
 * @param orphans the live tasks whose worker has no row, as texts
 * @param orders the ids of the rows of the application
 * @param messages the stored messages by uid and id, as JSON
 * @param schedules the schedules
 */
record StoredTasks(Map<UUID, Task> tasks, Map<UUID, List<LoggedChange>> changes, List<String> live,
		List<String> orphans, Set<String> orders, Map<String, String> messages, List<StoredSchedule> schedules) {

	private static final String TASKS = "SELECT uid, COALESCE(task_id, uid::text), session_id, kind, end_state, version, "
			+ "result, record FROM taskhost_task";

	private static final String EVENTS = "SELECT uid, version, types, state, attempt, node_id, lane "
			+ "FROM taskhost_event WHERE version > 0 ORDER BY uid, version";

	private static final String LIVE = "SELECT kind || ' ' || uid || ' ' || state || ' attempt ' || attempt "
			+ "|| ' of worker ' || COALESCE(worker::text, 'none') FROM taskhost_live";

	static StoredTasks read(Database database) {
		Map<UUID, Task> tasks = new HashMap<>();
		database
			.list(TASKS,
					(row) -> new Task(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
							row.getString(4), row.getString(5), row.getLong(6), row.getString(7), row.getString(8)))
			.forEach((task) -> tasks.put(task.uid(), task));
		Map<UUID, List<LoggedChange>> changes = new HashMap<>();
		database
			.list(EVENTS,
					(row) -> new LoggedChange(row.getObject(1, UUID.class), row.getLong(2), row.getString(3),
							row.getString(4), row.getInt(5), row.getObject(6, UUID.class), row.getInt(7)))
			.forEach((change) -> changes.computeIfAbsent(change.uid(), (uid) -> new ArrayList<>()).add(change));
		Set<String> orders = Set.copyOf(database.strings("SELECT id FROM crash_order"));
		Map<String, String> messages = database
			.list("SELECT uid || ' ' || id, message FROM taskhost_message",
					(row) -> Map.entry(row.getString(1), row.getString(2)))
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
		return new StoredTasks(tasks, changes, database.strings(LIVE), database.orphans(), orders, messages,
				StoredSchedule.read(database));
	}

	@Nullable Task task(UUID uid) {
		return this.tasks.get(uid);
	}

	@Nullable StoredSchedule schedule(String id) {
		return this.schedules.stream().filter((schedule) -> schedule.id().equals(id)).findFirst().orElse(null);
	}

	List<LoggedChange> changesOf(UUID uid) {
		return this.changes.getOrDefault(uid, List.of());
	}

	Set<String> ids() {
		return this.tasks.values().stream().map(Task::id).collect(Collectors.toSet());
	}

	/** The number of attempts that followed a lost worker, of kinds without retries. */
	int losses() {
		return this.tasks.values()
			.stream()
			.filter((task) -> !task.kind().equals("flaky"))
			.mapToInt((task) -> changesOf(task.uid()).stream().mapToInt(LoggedChange::attempt).max().orElse(1) - 1)
			.sum();
	}

	/**
	 * A task.
	 *
	 * @param uid its uid
	 * @param id its id
	 * @param session its session
	 * @param kind its kind
	 * @param endState its terminal state, or {@code null} while it is live
	 * @param version the number of its stored changes
	 * @param result its result as JSON, or {@code null}
	 * @param record its record as JSON, or {@code null} while it is live
	 */
	record Task(UUID uid, String id, String session, String kind, @Nullable String endState, long version,
			@Nullable String result, @Nullable String record) {

		boolean ended(String state) {
			return state.equals(this.endState);
		}

		@Override
		public String toString() {
			return this.kind + " " + this.uid + " " + this.endState;
		}

	}

	/**
	 * A stored change.
	 *
	 * @param uid the task
	 * @param version the number of the change, from 1
	 * @param types the types of its events
	 * @param state the state after it
	 * @param attempt the attempt after it
	 * @param node the node that stored it
	 * @param lane the writer of the node; -1 for takeovers
	 */
	record LoggedChange(UUID uid, long version, String types, String state, int attempt, UUID node, int lane) {

		/** Whether it ended the task. */
		boolean isEnd() {
			return List.of(this.types.split(","))
				.stream()
				.anyMatch((type) -> type.equals("completed") || type.equals("failed") || type.equals("cancelled"));
		}

		boolean isTakeover() {
			return this.lane == -1;
		}

	}

}
