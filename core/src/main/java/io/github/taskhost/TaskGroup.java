package io.github.taskhost;

import java.util.List;
import java.util.function.Consumer;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * A builder of a group: a task of the kind {@code group} whose children are its members.
 * The group ends when all members have ended, its progress is the number of those that
 * have, and a cancellation of the group reaches all of them. Not thread-safe.
 */
public interface TaskGroup {

	/** The largest number of members of a group. */
	int MAX_MEMBERS = 100_000;

	/**
	 * Bounds the members that are started and have not ended. The others wait, and start
	 * in their order when earlier ones end. Members of such a group cannot wait for other
	 * tasks.
	 * @param members the largest number, at least 1; without it, members start at once
	 * @return this builder
	 * @throws InvalidTaskArgumentException if the number is less than 1
	 */
	TaskGroup maxConcurrent(int members);

	/**
	 * Fails the group with the first member that fails or is cancelled. The other members
	 * are then cancelled, as the children of a failed task are.
	 * @return this builder
	 */
	TaskGroup failFast();

	/**
	 * Waits for all members, whatever their ends: the group completes, and its result has
	 * their numbers. This is the default.
	 * @return this builder
	 */
	TaskGroup waitAll();

	/**
	 * Adds a member of a defined kind.
	 * @param request the request
	 * @return this builder
	 * @throws InvalidTaskArgumentException if the group has its largest number of members
	 */
	TaskGroup add(TaskRequest request);

	/**
	 * Adds members of defined kinds.
	 * @param requests the requests
	 * @return this builder
	 * @throws InvalidTaskArgumentException if the group would have too many members
	 */
	default TaskGroup addAll(List<TaskRequest> requests) {
		requests.forEach(this::add);
		return this;
	}

	/**
	 * Adds a body as a member. A durable group with a body belongs to its process: it
	 * ends as {@code ORPHANED} with it.
	 * @param registration the description of the member
	 * @param body the body
	 * @return this builder
	 * @throws InvalidTaskArgumentException if the group has its largest number of members
	 */
	TaskGroup add(BackgroundTaskRegistration registration, BackgroundTask<?> body);

	/**
	 * Starts a task after the completion of the group, as
	 * {@link BackgroundTaskRegistration.Builder#after} does. Its body reads the results
	 * of the members with {@link BackgroundTaskContext#predecessorResults(Class)}.
	 * @param request the request
	 * @return this builder
	 */
	TaskGroup then(TaskRequest request);

	/**
	 * Calls back after the end of the group, on a helper thread of this process. The call
	 * is lost with the process: {@link #then} is not.
	 * @param callback gets the last record of the group
	 * @return this builder
	 */
	TaskGroup whenDone(Consumer<BackgroundTaskRecord> callback);

	/**
	 * Starts the group and its members. Members are accepted in blocks of 1,000, and may
	 * run while others are accepted. If one is refused, those before it are cancelled
	 * with the group.
	 * @return the handle of the group
	 * @throws TaskStateException if the group was started before
	 */
	BackgroundTaskHandle<@Nullable Object> start();

}
