package io.github.taskhost.autoconfigure.endpoint;

import io.github.taskhost.autoconfigure.view.TaskParameters;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import org.jspecify.annotations.Nullable;

/**
 * Query of a request.
 *
 * @param filter the filter
 * @param unresponsive whether only tasks are listed whose thread outlived their end, or
 * whose owner could not be told to end the work
 * @param order the order of the list
 * @param limit the size of a page
 * @param after the cursor of the page, or {@code null} for the first
 */
record TaskQuery(BackgroundTaskFilter filter, boolean unresponsive, TaskOrder order, int limit,
		@Nullable String after) {

	/**
	 * Checks the order.
	 * @throws InvalidTaskArgumentException if unresponsive tasks are asked for with the
	 * newest first
	 */
	TaskQuery {
		if (unresponsive && order != TaskOrder.OLDEST_FIRST) {
			throw new InvalidTaskArgumentException(
					"The parameter 'order' is 'newest' with 'unresponsive': leave one of them out.");
		}
	}

	static TaskQuery of(BackgroundTaskFilter filter, @Nullable Boolean unresponsive, @Nullable String order,
			@Nullable Integer limit, @Nullable String after) {
		return new TaskQuery(filter, Boolean.TRUE.equals(unresponsive), TaskParameters.order(order),
				TaskParameters.limit(limit), after);
	}

	TaskQuery withLimit(int limit) {
		return new TaskQuery(this.filter, this.unresponsive, this.order, limit, this.after);
	}

}
