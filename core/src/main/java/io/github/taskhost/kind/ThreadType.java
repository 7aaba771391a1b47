package io.github.taskhost.kind;

/**
 * The type of thread that runs a body.
 */
public enum ThreadType {

	/** A virtual thread, for work that mostly waits. */
	VIRTUAL,

	/** A platform thread, for CPU-bound work. */
	PLATFORM

}
