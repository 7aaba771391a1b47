package io.github.taskhost.jdbc;

import java.util.regex.Pattern;

/**
 * The names of the tables.
 *
 * @param prefix the prefix of all names, which is checked, since names are not bound
 */
record Tables(String prefix) {

	private static final Pattern VALID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,40}");

	/** Checks the prefix. */
	Tables {
		if (!VALID.matcher(prefix).matches()) {
			throw new IllegalArgumentException("The table prefix '" + prefix
					+ "' is not valid: use a letter or underscore, then at most 40 of A-Z a-z 0-9 _ and a dot.");
		}
	}

	String schema() {
		return this.prefix + "schema";
	}

	String scheduled() {
		return this.prefix + "scheduled";
	}

	String node() {
		return this.prefix + "node";
	}

	String task() {
		return this.prefix + "task";
	}

	String live() {
		return this.prefix + "live";
	}

	String event() {
		return this.prefix + "event";
	}

	String message() {
		return this.prefix + "message";
	}

	String output() {
		return this.prefix + "output";
	}

	String checkpoint() {
		return this.prefix + "checkpoint";
	}

	String wake() {
		return this.prefix + "wake";
	}

}
