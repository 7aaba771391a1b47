package io.github.taskhost.local.task;

/**
 * The mailbox and the output of a task, created on first use.
 *
 * @param mailbox the messages of the task, and the answers to its questions
 * @param output the output of the task
 */
public record TaskReports(Mailbox mailbox, OutputRing output) {

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
