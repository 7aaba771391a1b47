package io.github.taskhost.test;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about tasks, for static imports beside those of AssertJ. They need AssertJ,
 * which is an optional dependency.
 */
public final class TaskAssertions {

	private TaskAssertions() {
	}

	/**
	 * Creates assertions about the record of a task as it is now.
	 * @param task the handle of the task
	 * @return the assertions
	 */
	public static TaskAssert assertThat(@Nullable BackgroundTaskHandle<?> task) {
		return new TaskAssert((task != null) ? task.record() : null);
	}

	/**
	 * Creates assertions about a record of a task.
	 * @param task the record
	 * @return the assertions
	 */
	public static TaskAssert assertThat(@Nullable BackgroundTaskRecord task) {
		return new TaskAssert(task);
	}

}
