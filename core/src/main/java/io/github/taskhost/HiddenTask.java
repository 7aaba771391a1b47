package io.github.taskhost;

/**
 * Work of a session without a record. The close of the session awaits it, and interrupts
 * it after a timeout.
 */
@FunctionalInterface
public interface HiddenTask {

	/**
	 * Runs the work, on a new thread of the host.
	 * @throws Exception if the work fails; {@code awaitHidden} throws it to its callers
	 */
	void run() throws Exception;

}
