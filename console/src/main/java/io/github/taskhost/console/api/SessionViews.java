package io.github.taskhost.console.api;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.autoconfigure.view.SessionView;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.schedule.SchedulePage;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the host. Thread-safe.
 */
public final class SessionViews {

	private static final int PAGE = 1000;

	/** The largest number of tasks of a session that a preview looks at. */
	private static final int PREVIEWED = 10_000;

	private final BackgroundTaskHost host;

	private final TaskViews views;

	/**
	 * Creates the views.
	 * @param host the host
	 * @param views begins answers
	 */
	public SessionViews(BackgroundTaskHost host, TaskViews views) {
		this.host = host;
		this.views = views;
	}

	/**
	 * Returns a page of sessions.
	 * @param text a part of the ids, or {@code null}
	 * @param limit the largest number of sessions, from 1 to 1,000
	 * @param after the cursor of the page, or {@code null}
	 * @return the answer
	 */
	public Map<String, @Nullable Object> page(@Nullable String text, int limit, @Nullable String after) {
		SessionPage page = this.host.sessions(text, limit, after);
		Map<String, @Nullable Object> answer = this.views.answer();
		Predicate<String> scheduled = page.sessions().stream().allMatch(SessionViews::works) ? (id) -> true
				: scheduled();
		answer.put("sessions",
				page.sessions()
					.stream()
					.map((one) -> new SessionRow(SessionView.of(one), works(one) || scheduled.test(one.id())))
					.toList());
		answer.put("next", page.next());
		return answer;
	}

	private static boolean works(SessionSummary session) {
		return session.live() > 0 || session.hidden() > 0 || session.partial();
	}

	/**
	 * The sessions with schedules that a close removes; any, if there are more schedules
	 * than a page has.
	 */
	private Predicate<String> scheduled() {
		SchedulePage page = this.host.schedules(null, PAGE, null);
		Set<String> sessions = page.schedules()
			.stream()
			.filter((schedule) -> !schedule.options().keep())
			.map(ScheduleRecord::sessionId)
			.collect(Collectors.toSet());
		return (page.next() != null) ? (id) -> true : sessions::contains;
	}

	/**
	 * Returns the consequences that a close of a session would have now.
	 * @param session the id of the session
	 * @return the answer
	 */
	public Map<String, @Nullable Object> preview(String session) {
		Map<ClosePolicy, Integer> fates = new EnumMap<>(ClosePolicy.class);
		Map<ClosePolicy, List<TaskName>> names = new EnumMap<>(ClosePolicy.class);
		BackgroundTaskFilter live = BackgroundTaskFilter.ofSession(session);
		String cursor = null;
		int looked = 0;
		do {
			BackgroundTaskPage page = this.host.list(live, PAGE, cursor);
			for (BackgroundTaskRecord record : page.records()) {
				if (fates.merge(record.closePolicy(), 1, Integer::sum) <= TaskName.MAX) {
					names.computeIfAbsent(record.closePolicy(), (policy) -> new ArrayList<>()).add(TaskName.of(record));
				}
			}
			looked += page.records().size();
			cursor = page.next();
		}
		while (cursor != null && looked < PREVIEWED);
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("keep", fates.getOrDefault(ClosePolicy.KEEP, 0));
		answer.put("cancel", fates.getOrDefault(ClosePolicy.CANCEL, 0));
		answer.put("transfer", fates.getOrDefault(ClosePolicy.TRANSFER, 0));
		answer.put("hidden", this.host.summary(session).hidden());
		answer.put("schedules", schedules(session));
		answer.put("tasks", named(names));
		answer.put("capped", (cursor != null) ? true : null);
		return answer;
	}

	/** The number of schedules that a close removes, up to those of a page. */
	private long schedules(String session) {
		return this.host.schedules(session, PAGE, null)
			.schedules()
			.stream()
			.filter((schedule) -> !schedule.options().keep())
			.count();
	}

	private static Map<String, List<TaskName>> named(Map<ClosePolicy, List<TaskName>> names) {
		Map<String, List<TaskName>> named = new LinkedHashMap<>();
		names.forEach((policy, tasks) -> named.put(TaskJson.name(policy), tasks));
		return named;
	}

	/**
	 * A session in a list.
	 *
	 * @param session the session with its numbers
	 * @param open whether a close would do anything: it has live tasks, hidden work or
	 * schedules
	 */
	public record SessionRow(@JsonUnwrapped SessionView session, boolean open) {
	}

}
