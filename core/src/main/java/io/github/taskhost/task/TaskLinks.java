package io.github.taskhost.task;

import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Links of a task to other things. Immutable.
 *
 * @param childSessionId the session that the work itself runs, or {@code null}
 * @param remoteTask the name of the work in another system, or {@code null}; at most 512
 * characters
 * @param resources other resources that the task touches, in order; each at most 512
 * characters
 */
public record TaskLinks(@Nullable String childSessionId, @Nullable String remoteTask, List<String> resources) {

	/** No links. */
	public static final TaskLinks NONE = new TaskLinks(null, null, List.of());

	/** The maximum number of linked resources of a task. */
	public static final int MAX_RESOURCES = 100;

	/**
	 * Validates the session id, and cleans and bounds the texts.
	 * @throws InvalidTaskArgumentException if the session id is not valid, or there are
	 * more than {@value #MAX_RESOURCES} resources
	 */
	public TaskLinks {
		if (childSessionId != null) {
			Names.id("child session id", childSessionId);
		}
		if (resources.size() > MAX_RESOURCES) {
			throw new InvalidTaskArgumentException("A task can have at most " + MAX_RESOURCES
					+ " linked resources, not " + resources.size() + ". Link one resource that lists the others.");
		}
		remoteTask = Texts.cleanOrNull(remoteTask, Texts.LINE);
		resources = resources.stream().map((resource) -> Texts.clean(resource, Texts.LINE)).toList();
	}

	/**
	 * Returns a link to the session that the work itself runs.
	 * @param childSessionId the id of the session
	 * @return the links
	 * @throws InvalidTaskArgumentException if the id is not valid
	 */
	public static TaskLinks ofChildSession(String childSessionId) {
		return new TaskLinks(childSessionId, null, List.of());
	}

}
