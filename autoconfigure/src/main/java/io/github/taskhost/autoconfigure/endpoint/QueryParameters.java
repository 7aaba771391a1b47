package io.github.taskhost.autoconfigure.endpoint;

import java.util.Set;
import java.util.TreeSet;

import io.github.taskhost.error.InvalidTaskArgumentException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Parameters of a query that a request may have. Actuator lets a parameter replace the
 * variable of the path or the field of the body with its name, so a link could act on
 * another task than the path names, or act at all.
 */
final class QueryParameters {

	static final String SESSION = "session";

	static final Set<String> OF_LISTS = Set.of(SESSION, "kind", "state", "unresponsive", "limit", "after", "order",
			"text", "worker", "failure", "parent", "createdAfter", "createdBefore");

	/** The parameter whose presence asks for the kinds instead of the tasks. */
	static final String KINDS = "kinds";

	static final Set<String> OF_KINDS = Set.of(KINDS, "kind");

	/** The parameter whose presence asks for the sessions instead of the tasks. */
	static final String SESSIONS = "sessions";

	static final Set<String> OF_SESSIONS = Set.of(SESSIONS, "text", "limit", "after");

	/** The parameter whose presence asks for the schedules instead of the tasks. */
	static final String SCHEDULES = "schedules";

	static final Set<String> OF_SCHEDULES = Set.of(SCHEDULES, SESSION, "limit", "after");

	static final Set<String> OF_TASKS = Set.of(SESSION);

	/** Parameters of a page of a part of a task, whose path has the session. */
	static final Set<String> OF_PARTS = Set.of("after", "limit");

	private QueryParameters() {
	}

	/** Parameters of a list: of kinds, of sessions, of schedules, or of tasks. */
	static Set<String> ofLists(boolean kinds, boolean sessions, boolean schedules) {
		if (kinds) {
			return OF_KINDS;
		}
		if (sessions) {
			return OF_SESSIONS;
		}
		return schedules ? OF_SCHEDULES : OF_LISTS;
	}

	/** Refuses other parameters of the present servlet request, if there is one. */
	static void requireOnly(Set<String> known) {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		if (attributes != null) {
			Servlets.requireOnly(known, attributes);
		}
	}

	/** Refuses other parameters than the known ones. */
	static void requireOnly(Set<String> known, Set<String> given) {
		for (String name : given) {
			if (!known.contains(name)) {
				throw new InvalidTaskArgumentException(
						"The parameter '" + name + "' is not known: use " + new TreeSet<>(known) + ".");
			}
		}
	}

	/** For applications with servlets: others have no such classes. */
	private static final class Servlets {

		static void requireOnly(Set<String> known, RequestAttributes attributes) {
			if (attributes instanceof ServletRequestAttributes servlet) {
				HttpServletRequest request = servlet.getRequest();
				QueryParameters.requireOnly(known, request.getParameterMap().keySet());
			}
		}

	}

}
