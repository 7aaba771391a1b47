package io.github.taskhost.schedule;

/**
 * States of a schedule.
 */
public enum ScheduleState {

	/** Runs start at their due times. */
	ACTIVE,

	/** No run starts, except by a trigger. Due times that pass are missed. */
	PAUSED

}
