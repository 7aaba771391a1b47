package io.github.taskhost;

/**
 * The body of a managed task without a result: code that runs on a thread of the host.
 *
 * @see BackgroundTask
 */
@FunctionalInterface
public interface BackgroundTaskAction {

	/**
	 * Runs the work. Its end is that of a {@link BackgroundTask}, whose result is
	 * {@code null}.
	 * @param context the view of the task, valid for this attempt
	 * @throws Exception if the work fails or is cancelled
	 * @see BackgroundTask#run
	 */
	void run(BackgroundTaskContext context) throws Exception;

}
