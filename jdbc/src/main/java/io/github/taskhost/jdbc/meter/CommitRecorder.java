package io.github.taskhost.jdbc.meter;

/**
 * Receives the transactions of the group commit, such as for a meter. Thread-safe. It is
 * called by the writers, so it returns at once; its exceptions are logged and have no
 * effect.
 */
@FunctionalInterface
public interface CommitRecorder {

	/**
	 * Records a transaction that was committed.
	 * @param requests the number of requests in it, at least 1
	 * @param nanos the time from its first statement to the answer of the database, in
	 * nanoseconds
	 */
	void committed(int requests, long nanos);

}
