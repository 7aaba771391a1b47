package io.github.taskhost.autoconfigure.endpoint;

import java.util.List;
import java.util.function.Supplier;

import io.github.taskhost.AmbiguousTaskException;
import io.github.taskhost.AnswerNotPermittedException;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.InvalidTaskArgumentException;
import io.github.taskhost.TaskNotFoundException;
import io.github.taskhost.TaskStateException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over HTTP: with statuses, and with what changes tasks.
 */
@EndpointWebExtension(endpoint = BackgroundTasksEndpoint.class)
class BackgroundTasksEndpointWebExtension {

	private static final int FORBIDDEN = 403;

	private static final int CONFLICT = 409;

	private final BackgroundTasksEndpoint endpoint;

	private final TaskCommands commands;

	private final Show showValues;

	BackgroundTasksEndpointWebExtension(BackgroundTasksEndpoint endpoint, TaskCommands commands, Show showValues) {
		this.endpoint = endpoint;
		this.commands = commands;
		this.showValues = showValues;
	}

	@ReadOperation
	WebEndpointResponse<Object> tasks(SecurityContext security, @Nullable String session, @Nullable String kind,
			@Nullable String state, @Nullable String unresponsive, @Nullable String limit, @Nullable String after) {
		return answer(() -> this.endpoint.tasks(TaskQuery.of(session, kind, state,
				TaskQuery.flag("unresponsive", unresponsive), TaskQuery.number(limit), after), isShown(security)));
	}

	@ReadOperation
	WebEndpointResponse<Object> task(SecurityContext security, @Selector String id, @Nullable String session) {
		return answer(() -> this.endpoint.task(id, session, isShown(security)));
	}

	@WriteOperation
	WebEndpointResponse<Object> act(SecurityContext security, @Selector(match = Match.ALL_REMAINING) Object path,
			@Nullable Object id, @Nullable Object session, @Nullable String action, @Nullable String reason,
			@Nullable String key, @Nullable String text) {
		return answer(() -> {
			TaskPath.refuseOutsidePath(id, session);
			TaskAction wanted = new TaskAction(action, reason, key, text);
			return json(security, this.commands.act(find(TaskPath.of(path)), wanted));
		});
	}

	@DeleteOperation
	WebEndpointResponse<Object> cancelNow(SecurityContext security, @Selector(match = Match.ALL_REMAINING) Object path,
			@Nullable String session) {
		return answer(() -> {
			BackgroundTaskRecord task = find(TaskPath.of(path).inSession(session));
			return json(security, new TaskChange(this.commands.cancelNow(task), null));
		});
	}

	private BackgroundTaskRecord find(TaskPath path) {
		return this.endpoint.find(path.id(), path.session());
	}

	private Object json(SecurityContext security, TaskChange change) {
		return this.endpoint.json(change, isShown(security));
	}

	private boolean isShown(SecurityContext security) {
		return this.showValues.isShown(security, List.of());
	}

	private static WebEndpointResponse<Object> answer(Supplier<Object> operation) {
		try {
			return new WebEndpointResponse<>(operation.get());
		}
		catch (InvalidTaskArgumentException ex) {
			return refusal(WebEndpointResponse.STATUS_BAD_REQUEST, ex, List.of());
		}
		catch (AnswerNotPermittedException ex) {
			return refusal(FORBIDDEN, ex, List.of());
		}
		catch (TaskNotFoundException ex) {
			return refusal(WebEndpointResponse.STATUS_NOT_FOUND, ex, List.of());
		}
		catch (TaskStateException ex) {
			return refusal(CONFLICT, ex, List.of());
		}
		catch (AmbiguousTaskException ex) {
			return refusal(CONFLICT, ex, ex.sessionIds());
		}
	}

	private static WebEndpointResponse<Object> refusal(int status, RuntimeException reason, List<String> sessions) {
		return new WebEndpointResponse<>(new RefusalDescriptor(status, String.valueOf(reason.getMessage()),
				sessions.isEmpty() ? null : sessions), status);
	}

}
