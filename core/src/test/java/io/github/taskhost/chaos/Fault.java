package io.github.taskhost.chaos;

/** Deliberate faults, which the checks of a storm must find. */
enum Fault {

	/** No fault. */
	NONE,

	/** An end event is not delivered. */
	DROPPED_END,

	/** An end event is delivered twice. */
	DOUBLED_END,

	/** Two events of a task are delivered in the wrong order. */
	SWAPPED_EVENTS,

	/** An event of a task is not delivered: a change of state. */
	DROPPED_CHANGE,

	/** The recorder of metrics misses a transition to an end. */
	MISCOUNTED_END,

	/** A body leaves a thread behind. */
	LEFT_THREAD,

	/** A body does not end. */
	STUCK_BODY,

	/** A slot of a limited kind is not free after the storm. */
	KEPT_SLOT,

	/** A place of a live task is not free after the storm. */
	KEPT_PLACE,

	/** A look-up by id does not find a task that exists. */
	LOST_LOOKUP,

	/** The report of a close leaves out a task. */
	WRONG_REPORT

}
