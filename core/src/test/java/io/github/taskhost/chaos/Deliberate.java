package io.github.taskhost.chaos;

/** An exception that the storm throws on purpose. */
final class Deliberate extends RuntimeException {

	private static final long serialVersionUID = 1;

	Deliberate(String where) {
		super("thrown on purpose by " + where, null, false, false);
	}

}
