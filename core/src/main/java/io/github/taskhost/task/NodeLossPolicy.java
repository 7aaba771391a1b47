package io.github.taskhost.task;

/**
 * The fate of a task of a durable host when the process that runs it is lost. The record
 * of a task says which applies to it.
 */
public enum NodeLossPolicy {

	/**
	 * The work runs again under the next attempt. The default for work that starts by
	 * name: handlers, annotated methods, and executors that can re-attach.
	 */
	RESTART,

	/**
	 * A task that runs ends FAILED with {@link FailureKind#ORPHANED}. A task that waits
	 * for its start is kept.
	 */
	FAIL,

	/**
	 * The work exists in one process only: a body that was spawned as code, or work with
	 * an owner elsewhere. The task ends FAILED with {@link FailureKind#ORPHANED}, unless
	 * its owner keeps up its heartbeat. Not an option of a kind.
	 */
	LOCAL

}
