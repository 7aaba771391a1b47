package io.github.taskhost.console.autoconfigure;

import java.util.regex.Pattern;

/**
 * The rule for the path of the console, which becomes a pattern of requests and part of
 * relative addresses.
 */
final class PathCheck {

	private static final Pattern VALID = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]{1,100}){1,10}");

	private PathCheck() {
	}

	/** Refuses a path that is not valid. */
	static void check(String path) {
		if (!VALID.matcher(path).matches()) {
			throw new InvalidConsolePropertyException("taskhost.console.path", path,
					"a slash and a name, such as '/taskhost', up to ten times. A name has letters, digits and . _ ~ -, "
							+ "and is neither '.' nor '..'; there is no slash at the end");
		}
	}

}
