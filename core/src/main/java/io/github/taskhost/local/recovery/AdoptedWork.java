package io.github.taskhost.local.recovery;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.executor.Drivers;
import io.github.taskhost.local.host.Submissions;
import io.github.taskhost.local.question.Mailboxes;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.task.TaskMode;

/**
 * Creates the work of adopted tasks: the body of a task that waits for its start, from
 * the handler of its kind, and the driver of work that an executor has.
 */
public final class AdoptedWork {

	private final Bodies bodies;

	private final Drivers drivers;

	private final Submissions submissions;

	private final Mailboxes mailboxes;

	public AdoptedWork(Bodies bodies, Drivers drivers, Submissions submissions, Mailboxes mailboxes) {
		this.mailboxes = mailboxes;
		this.bodies = bodies;
		this.drivers = drivers;
		this.submissions = submissions;
	}

	/** Gives a task its work, with the messages that wait for an executor. */
	void give(LocalTask task) {
		task.work(of(task));
		this.mailboxes.restored(task);
	}

	private Work of(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		if (record.mode() == TaskMode.MANAGED) {
			return bodyOf(task, record);
		}
		BackgroundTaskExecutor executor = task.kind().executor();
		return (executor != null && !record.state().isTerminal())
				? this.drivers.driver(task, executor, Surroundings.NONE, null) : Work.None.NONE;
	}

	private Work bodyOf(LocalTask task, BackgroundTaskRecord record) {
		BackgroundTaskHandler<?> handler = task.kind().handler();
		if (handler == null || record.onNodeLoss() == NodeLossPolicy.LOCAL || !WorkRules.waitsForItsStart(record)) {
			return Work.None.NONE;
		}
		return this.bodies.attempt(task, this.submissions.body(task, handler), this.submissions.handle(task),
				Surroundings.NONE);
	}

}
