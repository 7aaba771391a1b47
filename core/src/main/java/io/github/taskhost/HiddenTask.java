package io.github.taskhost;

/**
 * Work of a session that has no record. It is awaited before the session ends, and
 * interrupted when that takes too long.
 */
@FunctionalInterface
public interface HiddenTask {

	/**
	 * Does the work, on a thread of its own.
	 * @throws Exception whatever went wrong; whoever awaits the session's hidden work is
	 * told
	 */
	void run() throws Exception;

}
