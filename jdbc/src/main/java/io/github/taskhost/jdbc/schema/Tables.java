package io.github.taskhost.jdbc.schema;

import java.util.regex.Pattern;

import io.github.taskhost.error.InvalidOptionException;

/**
 * The names of the tables.
 *
 * @param prefix the prefix of all names, which is checked, since names are not bound
 */
public record Tables(String prefix) {

	private static final int MAX_LENGTH = 41;

	private static final Pattern VALID = Pattern.compile("[A-Za-z_]\\w*(\\.([A-Za-z_]\\w*)?)?");

	/**
	 * Checks the prefix.
	 * @throws InvalidOptionException if it is not valid
	 */
	public Tables {
		if (prefix.length() > MAX_LENGTH || !VALID.matcher(prefix).matches()) {
			throw new InvalidOptionException("The table prefix", "durable.table-prefix", prefix,
					"A-Z a-z 0-9 and _, not beginning with a digit, after a schema and a dot if there is one, "
							+ MAX_LENGTH + " characters at most");
		}
	}

	public String schema() {
		return this.prefix + "schema";
	}

	public String schedule() {
		return this.prefix + "schedule";
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

	public String inbox() {
		return this.prefix + "inbox";
	}

	public String wake() {
		return this.prefix + "wake";
	}

}
