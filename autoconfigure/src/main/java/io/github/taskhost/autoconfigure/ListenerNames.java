package io.github.taskhost.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds the application listener that threw an exception, by the stack trace.
 */
final class ListenerNames {

	/** The package of Spring's code that calls listeners. */
	private static final String CALLER = "org.springframework.context.event.";

	/** Code between the caller and a listener: reflection and proxies. */
	private static final List<String> BETWEEN = List.of("org.springframework.", "java.lang.", "jdk.internal.",
			"jdk.proxy", "com.sun.proxy.");

	private static final int MAX_CAUSES = 20;

	private ListenerNames() {
	}

	static String of(Throwable thrown) {
		Throwable current = thrown;
		for (int i = 0; i < MAX_CAUSES && current != null; i++) {
			StackTraceElement listener = listener(current.getStackTrace());
			if (listener != null) {
				return userClass(listener.getClassName()) + "." + listener.getMethodName();
			}
			current = current.getCause();
		}
		return "of the application";
	}

	private static @Nullable StackTraceElement listener(StackTraceElement[] frames) {
		for (int i = caller(frames) - 1; i >= 0; i--) {
			String frame = frames[i].getClassName();
			if (BETWEEN.stream().noneMatch(frame::startsWith)) {
				return frames[i];
			}
		}
		return null;
	}

	/** The innermost frame of Spring's code, or 0. */
	private static int caller(StackTraceElement[] frames) {
		for (int i = 0; i < frames.length; i++) {
			if (frames[i].getClassName().startsWith(CALLER)) {
				return i;
			}
		}
		return 0;
	}

	/** Without the suffix of a class-based proxy. */
	private static String userClass(String name) {
		int proxy = name.indexOf("$$");
		return (proxy > 0) ? name.substring(0, proxy) : name;
	}

}
