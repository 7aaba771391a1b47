package io.github.taskhost.local.task;

/**
 * What a task said beyond its record. Made when it says, or is told, the first of it.
 *
 * @param mailbox its messages, and the answers to its questions
 * @param output its output
 */
public record TaskReports(Mailbox mailbox, OutputRing output) {

	void clear() {
		this.mailbox.clear();
		this.output.clear();
	}

	/** Wakes those who wait for more: there is none. */
	void end() {
		this.mailbox.end();
		this.output.end();
	}

}
