package io.github.taskhost.jdbc;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;

/**
 * An executor whose work asks one question, outlives its node, and keeps the replies that
 * it gets.
 */
final class AskingExecutor implements BackgroundTaskExecutor {

	static final String KIND = "asking";

	/** The key of the question. */
	static final String KEY = "k";

	private final BlockingQueue<TaskMessage> delivered = new LinkedBlockingQueue<>();

	@Override
	public String kind() {
		return KIND;
	}

	@Override
	public boolean canReattach() {
		return true;
	}

	@Override
	public void start(BackgroundTaskRecord task, TaskReporter reporter) {
		reporter.ask(InputRequest.of(KEY, "Go on?"));
	}

	@Override
	public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) {
		this.delivered.add(message);
	}

	@Override
	public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
	}

	/** The number of replies that were delivered. */
	int delivered() {
		return this.delivered.size();
	}

}
