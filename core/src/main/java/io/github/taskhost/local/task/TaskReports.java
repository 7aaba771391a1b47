package io.github.taskhost.local.task;

import org.jspecify.annotations.Nullable;

/**
 * The mailbox and the output of a task, created on first use.
 */
public final class TaskReports {

	private final Mailbox mailbox;

	private final OutputRing output;

	/** The neighbours in the queue of {@link ReportBudget}; guarded by its lock. */
	@Nullable TaskReports previous;

	@Nullable TaskReports next;

	TaskReports(Mailbox mailbox, OutputRing output) {
		this.mailbox = mailbox;
		this.output = output;
	}

	/** The messages of the task, and the answers to its questions. */
	public Mailbox mailbox() {
		return this.mailbox;
	}

	/** The output of the task. */
	public OutputRing output() {
		return this.output;
	}

	void clear() {
		this.mailbox.clear();
		this.output.clear();
	}

	/** Ends both and wakes threads that wait for more. */
	void end() {
		this.mailbox.end();
		this.output.end();
	}

}
