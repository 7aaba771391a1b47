package io.github.taskhost.jdbc.schema;

import java.util.regex.Pattern;

/**
 * The names of the tables.
 *
 * @param prefix the prefix of all names, which is checked, since names are not bound
 */
public record Tables(String prefix) {

	private static final Pattern VALID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,40}");

	/** Checks the prefix. */
	public Tables {
		if (!VALID.matcher(prefix).matches()) {
			throw new IllegalArgumentException("The table prefix '" + prefix
					+ "' is not valid: use a letter or underscore, then at most 40 of A-Z a-z 0-9 _ and a dot.");
		}
	}

	public String schema() {
		return this.prefix + "schema";
	}

	public String scheduled() {
		return this.prefix + "scheduled";
	}

	public String node() {
		return this.prefix + "node";
	}

	public String task() {
		return this.prefix + "task";
	}

	public String live() {
		return this.prefix + "live";
	}

	public String event() {
		return this.prefix + "event";
	}

	public String message() {
		return this.prefix + "message";
	}

	public String output() {
		return this.prefix + "output";
	}

	public String checkpoint() {
		return this.prefix + "checkpoint";
	}

	public String wake() {
		return this.prefix + "wake";
	}

}
