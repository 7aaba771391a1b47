package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;

/**
 * Path of a request, which names a task: {@code {id}} or {@code {session}/{id}}.
 *
 * <p>
 * Actuator merges the variables of the path, the fields of the body and the parameters of
 * the query into one map, where later ones replace earlier ones of the same name. A body
 * could thus name another task than the path. Only segments of a path arrive as an array,
 * so any other type is refused.
 *
 * @param session the session, or {@code null} when only the id is known
 * @param id the id
 */
record TaskPath(@Nullable String session, String id) {

	static TaskPath of(Object path) {
		if (!(path instanceof String[] segments)) {
			throw notInPath();
		}
		return switch (segments.length) {
			case 1 -> new TaskPath(null, segments[0]);
			case 2 -> new TaskPath(segments[0], segments[1]);
			default -> throw notInPath();
		};
	}

	TaskPath inSession(@Nullable String session) {
		if (session == null || session.equals(this.session)) {
			return this;
		}
		if (this.session != null) {
			throw new InvalidTaskArgumentException(
					"The path names the session '" + this.session + "' and the query '" + session + "': name it once.");
		}
		return new TaskPath(session, this.id);
	}

	private static InvalidTaskArgumentException notInPath() {
		return new InvalidTaskArgumentException("The path names the task: use …/{id}, or …/{session}/{id} "
				+ "when several sessions have the id; the body names neither id nor session.");
	}

}
