package io.github.taskhost;

/**
 * Where a host stands in its own life.
 */
public enum HostPhase {

	/** It takes work. */
	RUNNING,

	/** It is about to stop: subscriptions have ended, work is still taken. */
	DRAINING,

	/** It takes no work and ends what it has. */
	STOPPING,

	/** It has stopped. */
	STOPPED

}
