package io.github.taskhost.kind;

/** What a body runs on. */
public enum ThreadType {

	/** A virtual thread: for work that waits. */
	VIRTUAL,

	/** A platform thread: for work that computes. */
	PLATFORM

}
