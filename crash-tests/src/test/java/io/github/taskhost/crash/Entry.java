package io.github.taskhost.crash;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * An entry of a ledger.
 *
 * @param worker the name of the worker
 * @param time the time in milliseconds
 * @param name the name of the entry
 * @param fields its fields
 */
record Entry(String worker, long time, String name, List<String> fields) {

	static Entry of(String worker, String line) {
		String[] words = line.split(" ");
		return new Entry(worker, Long.parseLong(words[0]), words[1],
				List.copyOf(Arrays.asList(words).subList(2, words.length)));
	}

	boolean is(String other) {
		return this.name.equals(other);
	}

	String field(int index) {
		return this.fields.get(index);
	}

	int number(int index) {
		return Integer.parseInt(field(index));
	}

	/** The task of the entry, which is its first field. */
	UUID uid() {
		return UUID.fromString(field(0));
	}

	@Override
	public String toString() {
		return this.name + " " + String.join(" ", this.fields) + " (" + this.worker + ", " + this.time + ")";
	}

}
