package io.github.taskhost.console.api;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.autoconfigure.view.Refusal;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.autoconfigure.view.TaskChange;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Actions of operators: each on the uid of a task or on a session, as the user of the
 * request, with an entry in the audit log. Thread-safe.
 */
public final class Actions {

	private final BackgroundTaskHost host;

	private final TaskViews views;

	private final TaskAudit audit;

	/**
	 * Creates the actions.
	 * @param host the host of the tasks
	 * @param views makes the answers
	 * @param audit acts as the user, and logs
	 */
	public Actions(BackgroundTaskHost host, TaskViews views, TaskAudit audit) {
		this.host = host;
		this.views = views;
		this.audit = audit;
	}

	/**
	 * Cancels a task.
	 * @param reason the reason, or {@code null}
	 * @param now whether it ends at once
	 * @return the action
	 */
	public static TaskAction cancel(@Nullable String reason, boolean now) {
		return now ? new TaskAction.CancelNow(reason) : new TaskAction.Cancel(reason);
	}

	/**
	 * Answers a question.
	 * @param key the key of the question
	 * @param number the number of the question, or {@code null}
	 * @param json the answer as JSON
	 * @return the action
	 */
	public static TaskAction answer(String key, @Nullable Integer number, String json) {
		return new TaskAction.Answer(key, number, new JsonPayload(json));
	}

	/**
	 * Sends a message.
	 * @param text the text
	 * @return the action
	 */
	public static TaskAction send(String text) {
		return new ConsoleAction.Send(text);
	}

	/**
	 * Starts the next attempt.
	 * @return the action
	 */
	public static TaskAction reattach() {
		return new ConsoleAction.Reattach();
	}

	/**
	 * Acts on a task.
	 * @param user the user, or {@code null}
	 * @param uid the uid of the task
	 * @param action the action
	 * @param shown whether the user may see values
	 * @return the answer
	 * @throws TaskNotFoundException if there is no such task
	 */
	public Map<String, @Nullable Object> on(@Nullable Principal user, UUID uid, TaskAction action, boolean shown) {
		BackgroundTaskRecord before = known(user, uid, action);
		TaskChange change = act(user, before, action);
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("task", this.views.rows(List.of(change.record()), shown).getFirst());
		TaskMessageReceipt receipt = change.receipt();
		if (receipt != null) {
			answer.put("delivery", TaskJson.name(receipt.delivery()));
			answer.put("reason", this.views.text("deliveryFailure", receipt.reason(), shown));
		}
		return answer;
	}

	private BackgroundTaskRecord known(@Nullable Principal user, UUID uid, TaskAction action) {
		try {
			return this.views.record(uid);
		}
		catch (BackgroundTaskException ex) {
			this.audit.refused(user, Map.of("action", action.name(), "uid", uid.toString()), Refusal.of(ex).status());
			throw ex;
		}
	}

	TaskChange act(@Nullable Principal user, BackgroundTaskRecord task, TaskAction action) {
		return this.audit.during(user, action, task, () -> action.on(this.host.task(task.uid())));
	}

	/**
	 * Closes a session.
	 * @param user the user, or {@code null}
	 * @param session the id of the session
	 * @param successor the session that takes tasks with the policy TRANSFER, or
	 * {@code null}
	 * @return the answer
	 */
	public Map<String, @Nullable Object> close(@Nullable Principal user, String session, @Nullable String successor) {
		Map<String, @Nullable Object> requested = new LinkedHashMap<>();
		requested.put("action", "close-session");
		requested.put("session", AuditTexts.line(session));
		requested.put("successor", AuditTexts.lineOrNull(successor));
		SessionCloseReport report = this.audit.during(user, requested, (closed) -> requested,
				() -> this.host.closeSession(session, successor));
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("kept", report.kept());
		answer.put("cancelled", report.cancelled());
		answer.put("transferred", report.transferred());
		answer.put("interrupted", report.interrupted());
		return answer;
	}

	/**
	 * Logs that a request was refused before it reached a task.
	 * @param user the user, or {@code null}
	 * @param path the path of the request
	 * @param status the HTTP status of the refusal
	 */
	public void refused(@Nullable Principal user, String path, int status) {
		this.audit.refused(user, Map.of("action", "console", "path", AuditTexts.line(path)), status);
	}

}
