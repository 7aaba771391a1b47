package io.github.taskhost.autoconfigure.endpoint;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.view.ScheduleAction;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.autoconfigure.view.TaskChange;
import io.github.taskhost.autoconfigure.view.TaskParameters;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.TaskSchedules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Web extension of the endpoint: HTTP statuses, and the operations that change tasks.
 */
@EndpointWebExtension(endpoint = BackgroundTasksEndpoint.class)
class BackgroundTasksEndpointWebExtension {

	private final BackgroundTasksEndpoint endpoint;

	private final BackgroundTaskHost host;

	private final TaskAudit audit;

	private final BackgroundTasksEndpointProperties properties;

	BackgroundTasksEndpointWebExtension(BackgroundTasksEndpoint endpoint, BackgroundTaskHost host, TaskAudit audit,
			BackgroundTasksEndpointProperties properties) {
		this.endpoint = endpoint;
		this.host = host;
		this.audit = audit;
		this.properties = properties;
	}

	@ReadOperation
	WebEndpointResponse<Object> tasks(@Nullable String session, @Nullable String kind, @Nullable String state,
			@Nullable String unresponsive, @Nullable String limit, @Nullable String after, @Nullable String order,
			@Nullable String text, @Nullable String worker, @Nullable String failure, @Nullable String parent,
			@Nullable String createdAfter, @Nullable String createdBefore, @Nullable String kinds,
			@Nullable String sessions, @Nullable String schedules) {
		return answer(QueryParameters.ofLists(kinds != null, sessions != null, schedules != null), () -> {
			if (kinds != null) {
				requireFlag(QueryParameters.KINDS, kinds);
				return this.endpoint.kinds(kind);
			}
			if (sessions != null) {
				requireFlag(QueryParameters.SESSIONS, sessions);
				return this.endpoint.sessions(text, TaskParameters.number(limit), after);
			}
			if (schedules != null) {
				requireFlag(QueryParameters.SCHEDULES, schedules);
				return this.endpoint.schedules(session, TaskParameters.number(limit), after);
			}
			TaskSearch search = TaskParameters.search(text, worker, failure, parent,
					TaskParameters.time("createdAfter", createdAfter),
					TaskParameters.time("createdBefore", createdBefore));
			return this.endpoint.tasks(TaskQuery.of(TaskParameters.filter(session, kind, state, search),
					TaskParameters.flag("unresponsive", unresponsive), order, TaskParameters.number(limit), after));
		});
	}

	/** A parameter that asks for another list has no value. */
	private static void requireFlag(String name, String value) {
		if (!value.isEmpty() && !value.equals("true")) {
			throw new InvalidTaskArgumentException(
					"The parameter '" + name + "' is '" + value + "': leave its value out, or use true.");
		}
	}

	@ReadOperation
	WebEndpointResponse<Object> task(SecurityContext security, @Selector String id, @Nullable String session) {
		return answer(QueryParameters.OF_TASKS, () -> this.endpoint.task(new TaskPath(session, id), isShown(security)));
	}

	@ReadOperation
	WebEndpointResponse<Object> taskOfSession(SecurityContext security, @Selector String sessionId, @Selector String id,
			@Nullable String session) {
		TaskPath path = new TaskPath(sessionId, id);
		return answer(QueryParameters.OF_TASKS, () -> this.endpoint.task(path.inSession(session), isShown(security)));
	}

	@ReadOperation
	WebEndpointResponse<Object> taskPart(SecurityContext security, @Selector String sessionId, @Selector String id,
			@Selector String part, @Nullable String after, @Nullable String limit) {
		return answer(QueryParameters.OF_PARTS, () -> this.endpoint.part(new TaskPath(sessionId, id),
				TaskPart.of(part, after, TaskParameters.number(limit)), isShown(security)));
	}

	@WriteOperation
	WebEndpointResponse<Object> act(SecurityContext security, @Selector(match = Match.ALL_REMAINING) Object path,
			@Nullable String session, @Nullable String action, @Nullable String reason, @Nullable String key,
			@Nullable Integer number, @Nullable String text, @Nullable String value) {
		ActionFields fields = new ActionFields(action, reason, key, number, text, value);
		return answer(QueryParameters.OF_TASKS, () -> {
			TaskPath object = TaskPath.of(path).inSession(session);
			return fields.toScheduleAction()
				.map((onSchedule) -> act(security, object, onSchedule))
				.orElseGet(() -> act(security, object, fields.toAction()));
		});
	}

	@DeleteOperation
	WebEndpointResponse<Object> cancelNow(SecurityContext security, @Selector(match = Match.ALL_REMAINING) Object path,
			@Nullable String session) {
		return answer(QueryParameters.OF_TASKS,
				() -> act(security, TaskPath.of(path).inSession(session), new TaskAction.CancelNow(null)));
	}

	private Object act(SecurityContext security, TaskPath path, TaskAction action) {
		BackgroundTaskRecord task = this.endpoint.find(path);
		TaskChange change = this.audit.during(security.getPrincipal(), action, task,
				() -> action.on(this.host.task(task.uid())));
		return this.endpoint.json(change, isShown(security));
	}

	private Object act(SecurityContext security, TaskPath path, ScheduleAction action) {
		ScheduleRecord schedule = this.endpoint.findSchedule(path);
		TaskSchedules schedules = this.host.session(schedule.sessionId()).schedules();
		Optional<UUID> run = this.audit.during(security.getPrincipal(), action, schedule,
				() -> action.on(schedules, schedule.id()));
		return this.endpoint.json(schedules.find(schedule.id()).orElse(schedule), run);
	}

	private boolean isShown(SecurityContext security) {
		return this.properties.showValues().isShown(security, this.properties.roles());
	}

	private static WebEndpointResponse<Object> answer(Set<String> parameters, Supplier<Object> operation) {
		try {
			QueryParameters.requireOnly(parameters);
			return new WebEndpointResponse<>(operation.get());
		}
		catch (BackgroundTaskException ex) {
			RefusalDescriptor refusal = RefusalDescriptor.of(ex);
			if (refusal.status() == WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR) {
				throw ex;
			}
			return new WebEndpointResponse<>(refusal, refusal.status());
		}
	}

}
