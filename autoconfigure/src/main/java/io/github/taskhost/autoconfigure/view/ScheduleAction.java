package io.github.taskhost.autoconfigure.view;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.schedule.TaskSchedules;
import org.jspecify.annotations.Nullable;

/**
 * Action on a schedule that an operator requests.
 */
public enum ScheduleAction {

	/** No run starts until the schedule is resumed. */
	PAUSE("pause-schedule"),

	/** Runs start again at the due times. */
	RESUME("resume-schedule"),

	/** A run starts now. */
	TRIGGER("trigger-schedule"),

	/** No run starts any more. */
	REMOVE("remove-schedule");

	private final String actionName;

	ScheduleAction(String actionName) {
		this.actionName = actionName;
	}

	/**
	 * Returns the action with a name.
	 * @param actionName the name, or {@code null}
	 * @return the action, or empty
	 */
	public static Optional<ScheduleAction> named(@Nullable String actionName) {
		return Arrays.stream(values()).filter((action) -> action.actionName.equals(actionName)).findFirst();
	}

	/**
	 * Returns the name in requests and in the audit log.
	 * @return the name
	 */
	public String actionName() {
		return this.actionName;
	}

	/**
	 * Acts on a schedule.
	 * @param schedules the schedules of its session
	 * @param scheduleId its id
	 * @return the uid of the run that was started, or empty
	 * @throws TaskNotFoundException if there is no such schedule
	 */
	public Optional<UUID> on(TaskSchedules schedules, String scheduleId) {
		switch (this) {
			case PAUSE -> schedules.pause(scheduleId);
			case RESUME -> schedules.resume(scheduleId);
			case TRIGGER -> {
				return schedules.trigger(scheduleId);
			}
			case REMOVE -> remove(schedules, scheduleId);
		}
		return Optional.empty();
	}

	private static void remove(TaskSchedules schedules, String scheduleId) {
		if (!schedules.remove(scheduleId)) {
			throw new TaskNotFoundException(
					"The schedule '" + scheduleId + "' was removed meanwhile. List the schedules that exist.");
		}
	}

}
