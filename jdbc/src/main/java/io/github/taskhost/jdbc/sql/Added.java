package io.github.taskhost.jdbc.sql;

import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.jdbc.row.Write;

/**
 * The rows that are stored with changes.
 *
 * @param messages messages
 * @param output lines of output
 * @param kept kept values
 * @param wakes the changes that wake their session
 */
record Added(List<Write.MessageRow> messages, List<Write.OutputRow> output, List<Write.KeptRow> kept,
		List<Write> wakes) {

	static Added of(List<Write> writes) {
		Added added = new Added(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		writes.forEach(added::add);
		return added;
	}

	private void add(Write write) {
		this.messages.addAll(write.additions().messages());
		this.output.addAll(write.additions().output());
		if (write.additions().kept() != null) {
			this.kept.add(write.additions().kept());
		}
		if (write.additions().wake() != null) {
			this.wakes.add(write);
		}
	}

}
