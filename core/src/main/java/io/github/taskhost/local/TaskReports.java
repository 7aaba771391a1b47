package io.github.taskhost.local;

/**
 * What a task said beyond its record. Made when it says, or is told, the first of it.
 *
 * @param dialogue its messages, and the answers to its questions
 * @param output its output
 */
record TaskReports(Dialogue dialogue, OutputRing output) {

	void clear() {
		this.dialogue.clear();
		this.output.clear();
	}

	/** Wakes those who wait for more: there is none. */
	void end() {
		this.dialogue.end();
		this.output.end();
	}

}
