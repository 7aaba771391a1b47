package io.github.taskhost.console.api;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.autoconfigure.view.SessionView;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
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
		answer.put("sessions", page.sessions().stream().map(SessionView::of).toList());
		answer.put("next", page.next());
		return answer;
	}

	/**
	 * Returns the consequences that a close of a session would have now.
	 * @param session the id of the session
	 * @return the answer
	 */
	public Map<String, @Nullable Object> preview(String session) {
		Map<ClosePolicy, Integer> fates = new LinkedHashMap<>();
		BackgroundTaskFilter live = BackgroundTaskFilter.ofSession(session);
		String cursor = null;
		int looked = 0;
		do {
			BackgroundTaskPage page = this.host.list(live, PAGE, cursor);
			page.records().forEach((record) -> fates.merge(record.closePolicy(), 1, Integer::sum));
			looked += page.records().size();
			cursor = page.next();
		}
		while (cursor != null && looked < PREVIEWED);
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("keep", fates.getOrDefault(ClosePolicy.KEEP, 0));
		answer.put("cancel", fates.getOrDefault(ClosePolicy.CANCEL, 0));
		answer.put("transfer", fates.getOrDefault(ClosePolicy.TRANSFER, 0));
		answer.put("hidden", this.host.summary(session).hidden());
		answer.put("capped", (cursor != null) ? true : null);
		return answer;
	}

}
