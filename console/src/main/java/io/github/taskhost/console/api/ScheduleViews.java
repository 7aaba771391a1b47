package io.github.taskhost.console.api;

import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.view.Refusal;
import io.github.taskhost.autoconfigure.view.ScheduleAction;
import io.github.taskhost.autoconfigure.view.ScheduleView;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.schedule.SchedulePage;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.TaskSchedules;
import org.jspecify.annotations.Nullable;

/**
 * The recurring schedules of the host, and the actions on them. Thread-safe.
 */
public final class ScheduleViews {

	private final BackgroundTaskHost host;

	private final TaskViews views;

	private final TaskAudit audit;

	/**
	 * Creates the views.
	 * @param host the host
	 * @param views begins answers, and shows runs
	 * @param audit acts as the user, and logs
	 */
	public ScheduleViews(BackgroundTaskHost host, TaskViews views, TaskAudit audit) {
		this.host = host;
		this.views = views;
		this.audit = audit;
	}

	/**
	 * Returns a page of schedules with their last runs.
	 * @param session the id of a session, or {@code null} for all
	 * @param limit the largest number of schedules, from 1 to 1,000
	 * @param after the cursor of the page, or {@code null}
	 * @return the answer
	 */
	public Map<String, @Nullable Object> page(@Nullable String session, int limit, @Nullable String after) {
		SchedulePage page = this.host.schedules(session, limit, after);
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("schedules", page.schedules().stream().map(this::row).toList());
		answer.put("next", page.next());
		return answer;
	}

	private Map<String, @Nullable Object> row(ScheduleRecord schedule) {
		UUID last = schedule.progress().lastRun();
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("schedule", ScheduleView.of(schedule));
		row.put("lastRun", (last != null) ? this.views.related(List.of(last)).stream().findFirst().orElse(null) : null);
		return row;
	}

	/**
	 * Acts on a schedule.
	 * @param user the user, or {@code null}
	 * @param session the id of its session
	 * @param id its id
	 * @param action the action
	 * @return the answer: the schedule unless it was removed, and the uid of a run that
	 * was started
	 * @throws TaskNotFoundException if there is no such schedule
	 */
	public Map<String, @Nullable Object> act(@Nullable Principal user, String session, String id,
			ScheduleAction action) {
		TaskSchedules schedules = this.host.session(session).schedules();
		ScheduleRecord schedule = schedules.find(id).orElseThrow(() -> gone(user, session, id, action));
		Optional<UUID> run = this.audit.during(user, action, schedule, () -> action.on(schedules, id));
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("schedule", schedules.find(id).map(this::row).orElse(null));
		answer.put("run", run.orElse(null));
		return answer;
	}

	private TaskNotFoundException gone(@Nullable Principal user, String session, String id, ScheduleAction action) {
		TaskNotFoundException gone = new TaskNotFoundException("Session '" + AuditTexts.line(session)
				+ "' has no schedule '" + AuditTexts.line(id) + "' any more. List the schedules that exist.");
		this.audit.refused(user, Map.of("action", action.actionName(), "session", AuditTexts.line(session), "schedule",
				AuditTexts.line(id)), Refusal.of(gone).status());
		return gone;
	}

}
