package io.github.taskhost.spi;

/**
 * The kinds of faults that the supervisor of a host finds and mends. Each repair is a
 * sign of a fault of the host, of the JVM or of an extension, and is logged as an error.
 */
public enum HostRepair {

	/** The consequences of a stored change were broken off; the rest was done later. */
	CHANGE,

	/** A thread ended, or never ran, without an end of its task; the task was ended. */
	THREAD,

	/** A task that was due was not started; its start was repeated. */
	START,

	/** A deadline or an end of a task was missed; it was enforced or told. */
	WAIT,

	/** A counter disagreed with the records; it was corrected. */
	COUNTER,

	/** A delivery of events was broken off; the rest was delivered later. */
	DELIVERY

}
