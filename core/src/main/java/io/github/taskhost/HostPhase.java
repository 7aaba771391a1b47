package io.github.taskhost;

/**
 * The phase of a host between its start and its stop.
 */
public enum HostPhase {

	/** The host takes work. */
	RUNNING,

	/** The host is about to stop: subscriptions have ended, work is still taken. */
	DRAINING,

	/** The host takes no work and ends the rest. */
	STOPPING,

	/** The host has stopped. */
	STOPPED

}
