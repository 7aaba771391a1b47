package io.github.taskhost.internal.text;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Makes throwables of the application safe to log. A throwable is logged as it is, unless
 * reading it throws or its chain of causes is very long: a logger that fails in a
 * {@code catch} block would take the work of the host with it. Thread-safe: without
 * state.
 */
public final class LogSafe {

	private static final int MAX_CHAIN = 200;

	private LogSafe() {
	}

	/**
	 * Returns the throwable itself, or a stand-in with its class name and stack trace.
	 * @param thrown the throwable
	 * @return a throwable that can be logged
	 */
	public static Throwable of(Throwable thrown) {
		try {
			if (isShort(thrown)) {
				thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
				return thrown;
			}
		}
		catch (Throwable ex) {
			// it has a stand-in
		}
		return new Unreadable(thrown);
	}

	/** Causes may form a circle, which loggers know. */
	private static boolean isShort(Throwable thrown) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Throwable cause = thrown;
		while (cause != null && seen.add(cause) && seen.size() <= MAX_CHAIN) {
			cause = cause.getCause();
		}
		return seen.size() <= MAX_CHAIN;
	}

	/** Stands in for a throwable that cannot be read. */
	private static final class Unreadable extends Throwable {

		private static final long serialVersionUID = 1;

		Unreadable(Throwable thrown) {
			super(thrown.getClass().getName() + " (it cannot be read, or its chain of causes is too long)", null, false,
					true);
			try {
				setStackTrace(thrown.getStackTrace());
			}
			catch (Throwable ex) {
				// its own stack trace stays
			}
		}

	}

}
