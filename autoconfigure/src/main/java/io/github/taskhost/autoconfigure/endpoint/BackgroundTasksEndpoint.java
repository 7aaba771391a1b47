package io.github.taskhost.autoconfigure.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.KindDescription;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.autoconfigure.view.DialogueJson;
import io.github.taskhost.autoconfigure.view.KindJson;
import io.github.taskhost.autoconfigure.view.ScheduleView;
import io.github.taskhost.autoconfigure.view.TaskChange;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.autoconfigure.view.TaskParameters;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Endpoint that shows background tasks. Operations that change tasks are only in the web
 * extension, so that JMX is read-only.
 */
@Endpoint(id = "backgroundtasks", defaultAccess = Access.READ_ONLY)
class BackgroundTasksEndpoint {

	private final BackgroundTaskHost host;

	private final Supplier<Optional<StoredTaskCounts>> stored;

	private final Supplier<List<ClusterNode>> nodes;

	private final BackgroundTasksEndpointProperties properties;

	private final TaskJson json;

	private final DialogueJson dialogue;

	/**
	 * Creates the endpoint.
	 * @param stored returns the last numbers of live tasks in the database, if there is
	 * one, and has old ones counted again in the background
	 * @param nodes returns the nodes that share the database; none of a host in memory
	 */
	BackgroundTasksEndpoint(BackgroundTaskHost host, Supplier<Optional<StoredTaskCounts>> stored,
			Supplier<List<ClusterNode>> nodes, BackgroundTasksEndpointProperties properties, TaskValues values) {
		this.host = host;
		this.stored = stored;
		this.nodes = nodes;
		this.properties = properties;
		this.json = new TaskJson(values);
		this.dialogue = new DialogueJson(values);
	}

	@ReadOperation
	TasksDescriptor tasks(@Nullable String session, @Nullable String kind, @Nullable String state,
			@Nullable Boolean unresponsive, @Nullable Integer limit, @Nullable String after) {
		return tasks(TaskQuery.of(TaskParameters.filter(session, kind, state, TaskSearch.NONE), unresponsive, null,
				limit, after));
	}

	@ReadOperation
	Map<String, Object> task(@Selector String id, @Nullable String session) {
		return task(new TaskPath(session, id), this.properties.showValues().isShown(true));
	}

	@ReadOperation
	Map<String, Object> taskPart(@Selector String sessionId, @Selector String id, @Selector String part,
			@Nullable String after, @Nullable Integer limit) {
		return part(new TaskPath(sessionId, id), TaskPart.of(part, after, limit),
				this.properties.showValues().isShown(true));
	}

	/**
	 * Lists tasks. A page that is too large is read again with fewer tasks, since only
	 * the host knows the cursor after a task.
	 */
	TasksDescriptor tasks(TaskQuery query) {
		// old numbers are counted again while the page is read
		Optional<StoredTaskCounts> unused = this.stored.get();
		long maxSize = this.properties.maxPageSize().toBytes();
		BackgroundTaskPage page = page(query);
		List<Map<String, Object>> tasks = TaskJson.list(page.records(), maxSize);
		while (tasks.size() < page.records().size()) {
			page = page(query.withLimit(tasks.size()));
			tasks = TaskJson.list(page.records(), maxSize);
		}
		return TasksDescriptor.of(this.host.statistics(), this.stored.get(), this.nodes.get(),
				TasksDescriptor.Page.of(tasks, page));
	}

	private BackgroundTaskPage page(TaskQuery query) {
		return query.unresponsive() ? UnresponsivePage.of(this.host.unresponsive(Integer.MAX_VALUE), query)
				: this.host.list(query.filter(), query.order(), query.limit(), query.after());
	}

	/** Describes the defined kinds, or the one with a name. */
	KindsDescriptor kinds(@Nullable String name) {
		List<KindDescription> kinds = this.host.kinds()
			.stream()
			.filter((kind) -> name == null || kind.name().equals(name))
			.toList();
		if (name != null && kinds.isEmpty()) {
			throw new UnknownTaskKindException(
					"No kind '" + name + "' is defined. The request without 'kind' lists the defined kinds.");
		}
		return new KindsDescriptor(KindJson.write(kinds, this.properties.maxPageSize().toBytes()));
	}

	/** Lists sessions. */
	SessionsDescriptor sessions(@Nullable String text, @Nullable Integer limit, @Nullable String after) {
		return SessionsDescriptor.of(this.host.sessions(TaskParameters.text(text), TaskParameters.limit(limit), after));
	}

	/** Lists schedules, of a session or of all. */
	SchedulesDescriptor schedules(@Nullable String session, @Nullable Integer limit, @Nullable String after) {
		String checked = (session != null) ? Names.id("session", session) : null;
		return SchedulesDescriptor.of(this.host.schedules(checked, TaskParameters.limit(limit), after));
	}

	/**
	 * Finds a schedule by its session and id, since schedules of several sessions often
	 * have the same id.
	 */
	ScheduleRecord findSchedule(TaskPath path) {
		if (path.session() == null) {
			throw new InvalidTaskArgumentException("The path names no session of the schedule '" + path.id()
					+ "': use …/{session}/{id}, or …/{id}?session=….");
		}
		return this.host.session(path.session())
			.schedules()
			.find(path.id())
			.orElseThrow(() -> new TaskNotFoundException("Session '" + path.session() + "' has no schedule '"
					+ path.id() + "'. List the schedules that exist with ?schedules."));
	}

	Map<String, Object> json(ScheduleRecord schedule, Optional<UUID> run) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("schedule", ScheduleView.of(schedule));
		run.ifPresent((uid) -> json.put("run", uid.toString()));
		return OperationResponseBody.of(json);
	}

	Map<String, Object> task(TaskPath path, boolean showValues) {
		UUID uid = find(path).uid();
		TaskInspection inspection = this.host.inspect(uid).orElseThrow(() -> notFound(path));
		Map<String, Object> json = this.json.write(inspection, showValues);
		this.host.history(uid).ifPresent((history) -> TaskJson.addHistory(json, history));
		return OperationResponseBody.of(json);
	}

	Map<String, Object> part(TaskPath path, TaskPart part, boolean showValues) {
		return OperationResponseBody.of(part.read(this.host.task(find(path).uid()), this.dialogue, showValues,
				this.properties.maxPageSize().toBytes()));
	}

	/**
	 * Finds a task by its id, or by its uid, since the id of an ended task may name a
	 * newer task.
	 */
	BackgroundTaskRecord find(TaskPath path) {
		String session = path.session();
		return ((session != null) ? this.host.getManaged(session, path.id()) : this.host.get(path.id()))
			.or(() -> findByUid(path))
			.orElseThrow(() -> notFound(path));
	}

	private Optional<BackgroundTaskRecord> findByUid(TaskPath path) {
		return uid(path.id()).flatMap(this.host::find)
			.filter((record) -> path.session() == null || record.sessionId().equals(path.session()));
	}

	private static Optional<UUID> uid(String text) {
		try {
			return Optional.of(UUID.fromString(text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	Map<String, Object> json(TaskChange change, boolean showValues) {
		return OperationResponseBody.of(this.json.write(change, showValues));
	}

	private static TaskNotFoundException notFound(TaskPath path) {
		String place = (path.session() != null) ? " in session '" + path.session() + "'" : "";
		return new TaskNotFoundException("There is no task '" + path.id() + "'" + place
				+ ": it never existed, or its record was removed. List the tasks that exist.");
	}

}
