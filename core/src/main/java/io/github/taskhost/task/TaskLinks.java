package io.github.taskhost.task;

import java.util.List;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What a task is connected with.
 *
 * @param childSessionId the session that the work itself runs, or {@code null}
 * @param remoteTask the name of the work in another system, or {@code null}; at most 512
 * characters
 * @param resources other things that the task touches, in order; each at most 512
 * characters
 */
public record TaskLinks(@Nullable String childSessionId, @Nullable String remoteTask, List<String> resources) {

	/** No links. */
	public static final TaskLinks NONE = new TaskLinks(null, null, List.of());

	/** The most resources that a task is linked with. */
	public static final int MAX_RESOURCES = 100;

	/**
	 * Checks the session id and bounds the texts.
	 * @throws InvalidTaskArgumentException if the session id is not valid or there are
	 * more than {@value #MAX_RESOURCES} resources
	 */
	public TaskLinks {
		if (childSessionId != null) {
			Names.id("child session id", childSessionId);
		}
		if (resources.size() > MAX_RESOURCES) {
			throw new InvalidTaskArgumentException("A task has at most " + MAX_RESOURCES + " linked resources; "
					+ resources.size() + " were given. Link one that names the rest.");
		}
		remoteTask = Texts.cleanOrNull(remoteTask, Texts.LINE);
		resources = resources.stream().map((resource) -> Texts.clean(resource, Texts.LINE)).toList();
	}

	/**
	 * A link to the session that the work itself runs.
	 * @param childSessionId its id
	 * @return the links
	 */
	public static TaskLinks ofChildSession(String childSessionId) {
		return new TaskLinks(childSessionId, null, List.of());
	}

}
