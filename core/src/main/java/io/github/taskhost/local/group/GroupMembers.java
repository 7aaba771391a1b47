package io.github.taskhost.local.group;

import java.util.List;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Starts groups and their members; implemented by the room {@code host}.
 */
public interface GroupMembers {

	/**
	 * Accepts a group, which does not start before {@link #filled}.
	 * @param local whether it ends with this process
	 */
	LocalTask group(String sessionId, BackgroundTaskRegistration registration, boolean local);

	/**
	 * Accepts members of a group, all or none.
	 * @param held whether they wait until the group starts them
	 */
	void members(LocalTask group, List<Member> members, boolean held);

	/** Starts a group whose members were all accepted. */
	void filled(LocalTask group);

	/** Cancels a group of which a member was refused, and its members. */
	void refused(LocalTask group, Throwable reason);

	/** Submits a request that waits for a group. */
	void submitAfter(LocalTask group, TaskRequest request);

	/** The handle of a group. */
	BackgroundTaskHandle<@Nullable Object> handle(LocalTask group);

	/** Runs code of the application with the last record of a group, on a helper. */
	void callBack(BackgroundTaskHandle<?> group, Consumer<BackgroundTaskRecord> callback);

	/**
	 * A member.
	 *
	 * @param request the request, or the registration of a body
	 * @param body the body, or {@code null}
	 */
	record Member(TaskRequest request, @Nullable BackgroundTask<?> body) {
	}

}
