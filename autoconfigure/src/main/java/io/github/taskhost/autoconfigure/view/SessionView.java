package io.github.taskhost.autoconfigure.view;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.taskhost.event.SessionSummary;
import org.jspecify.annotations.Nullable;

/**
 * A session with the numbers of its tasks.
 *
 * @param id the id
 * @param states the numbers of its tasks by the name of the state
 * @param live the number of live tasks
 * @param ended the number of ended tasks
 * @param partial {@code true} if it may have more tasks than were counted, else
 * {@code null}
 * @param hidden the number of hidden tasks that run in this process
 * @param oldest the time of the registration of its oldest live task in ISO-8601, or
 * {@code null}
 */
public record SessionView(String id, Map<String, Long> states, long live, long ended, @Nullable Boolean partial,
		int hidden, @Nullable String oldest) {

	/**
	 * Returns the view of a session.
	 * @param summary the numbers
	 * @return the view
	 */
	public static SessionView of(SessionSummary summary) {
		Map<String, Long> states = new LinkedHashMap<>();
		summary.states().forEach((state, tasks) -> states.put(TaskJson.name(state), tasks));
		return new SessionView(summary.id(), states, summary.live(), summary.ended(), summary.partial() ? true : null,
				summary.hidden(), (summary.oldest() != null) ? summary.oldest().toString() : null);
	}

}
