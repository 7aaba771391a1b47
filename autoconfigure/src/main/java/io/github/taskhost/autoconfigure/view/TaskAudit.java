package io.github.taskhost.autoconfigure.view;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Audit of the changes of operators, with the user, the action and its object. Reasons
 * and answers are left out, since they are confidential; the name of the user is cleaned.
 * Thread-safe.
 */
public final class TaskAudit {

	/** The type of the entry of a change. */
	public static final String CHANGED = "BACKGROUND_TASK_CHANGED";

	/** The type of the entry of a change that was refused. */
	public static final String REFUSED = "BACKGROUND_TASK_CHANGE_REFUSED";

	private static final String ANONYMOUS = "anonymous";

	private final AuditLog log;

	private final PrincipalCallers callers;

	/**
	 * Creates the audit.
	 * @param log the log of the entries
	 * @param callers the callers that principals are
	 */
	public TaskAudit(AuditLog log, PrincipalCallers callers) {
		this.log = log;
		this.callers = callers;
	}

	/**
	 * Acts on a task as the principal of a request, and logs the outcome.
	 * @param principal the principal, or {@code null} for an anonymous user
	 * @param action the action
	 * @param task the record of the task before the action
	 * @param change the action itself
	 * @return the result of the action
	 */
	public TaskChange during(@Nullable Principal principal, TaskAction action, BackgroundTaskRecord task,
			Supplier<TaskChange> change) {
		return during(principal, data(action, task), (changed) -> data(action, changed.record()), change);
	}

	/**
	 * Acts on a schedule as the principal of a request, and logs the outcome.
	 * @param <T> the type of the result
	 * @param principal the principal, or {@code null} for an anonymous user
	 * @param action the action
	 * @param schedule the schedule before the action
	 * @param change the action itself
	 * @return the result of the action
	 */
	public <T> T during(@Nullable Principal principal, ScheduleAction action, ScheduleRecord schedule,
			Supplier<T> change) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("action", action.actionName());
		data.put("session", schedule.sessionId());
		data.put("schedule", schedule.id());
		data.put("uid", schedule.uid().toString());
		data.put("kind", schedule.registration().kind());
		return during(principal, data, (changed) -> data, change);
	}

	/**
	 * Makes a change as the principal of a request, and logs the outcome.
	 * @param <T> the type of the result
	 * @param principal the principal, or {@code null} for an anonymous user
	 * @param requested the action and its object, for the entry of a refusal
	 * @param changed returns the action and its object after the change, from its result
	 * @param change the change
	 * @return the result of the change
	 */
	public <T> T during(@Nullable Principal principal, Map<String, @Nullable Object> requested,
			Function<T, Map<String, @Nullable Object>> changed, Supplier<T> change) {
		T result;
		try {
			result = as(principal, change);
		}
		catch (RuntimeException ex) {
			refused(principal, requested, Refusal.of(ex).status());
			throw ex;
		}
		this.log.add(name(principal), CHANGED, changed.apply(result));
		return result;
	}

	/**
	 * Logs a change that was refused.
	 * @param principal the principal, or {@code null} for an anonymous user
	 * @param requested the action and its object
	 * @param status the HTTP status of the refusal
	 */
	public void refused(@Nullable Principal principal, Map<String, @Nullable Object> requested, int status) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>(requested);
		data.put("status", status);
		this.log.add(name(principal), REFUSED, data);
	}

	/** Acts as the principal, whose request may be on a thread that does not know it. */
	private <T> T as(@Nullable Principal principal, Supplier<T> change) {
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

	private static String name(@Nullable Principal principal) {
		return (principal != null) ? Texts.clean(principal.getName(), Texts.LINE) : ANONYMOUS;
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
