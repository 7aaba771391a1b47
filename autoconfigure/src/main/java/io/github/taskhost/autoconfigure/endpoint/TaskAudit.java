package io.github.taskhost.autoconfigure.endpoint;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes audit events with the user, the action and the task. Reasons and answers are
 * left out, since they are confidential; the name of the user is cleaned.
 */
final class TaskAudit {

	static final String CHANGED = "BACKGROUND_TASK_CHANGED";

	static final String REFUSED = "BACKGROUND_TASK_CHANGE_REFUSED";

	private static final String ANONYMOUS = "anonymous";

	private final ApplicationEventPublisher events;

	private final PrincipalCallers callers;

	TaskAudit(ApplicationEventPublisher events, PrincipalCallers callers) {
		this.events = events;
		this.callers = callers;
	}

	/** Runs an action as the principal of its request, and publishes its outcome. */
	TaskCommands.Change during(SecurityContext security, TaskAction action, BackgroundTaskRecord task,
			Supplier<TaskCommands.Change> change) {
		TaskCommands.Change changed;
		try {
			changed = as(security.getPrincipal(), change);
		}
		catch (RuntimeException ex) {
			Map<String, @Nullable Object> data = data(action, task);
			data.put("status", RefusalDescriptor.statusOf(ex));
			publish(security, REFUSED, data);
			throw ex;
		}
		publish(security, CHANGED, data(action, changed.record()));
		return changed;
	}

	/** Acts as the principal, whose request may be on a thread that does not know it. */
	private TaskCommands.Change as(@Nullable Principal principal, Supplier<TaskCommands.Change> change) {
		TaskCallers.Caller caller = (principal != null) ? this.callers.of(principal) : null;
		if (caller == null) {
			return change.get();
		}
		try {
			return TaskCallers.callAs(caller, change::get);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException("The change throws no checked exception", ex);
		}
	}

	private void publish(SecurityContext security, String type, Map<String, @Nullable Object> data) {
		Principal principal = security.getPrincipal();
		String name = (principal != null) ? Texts.clean(principal.getName(), Texts.LINE) : ANONYMOUS;
		this.events.publishEvent(new AuditApplicationEvent(name, type, data));
	}

	private static Map<String, @Nullable Object> data(TaskAction action, BackgroundTaskRecord task) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("action", action.name());
		data.put("session", task.sessionId());
		data.put("task", task.id());
		data.put("uid", task.uid().toString());
		data.put("kind", task.kind());
		return data;
	}

}
