package io.github.taskhost.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The places of open streams: a limited number for each session and for each caller. Has
 * no entry for names without a stream. Thread-safe.
 */
final class StreamPlaces {

	private final Map<String, Integer> sessions = new ConcurrentHashMap<>();

	private final Map<String, Integer> callers = new ConcurrentHashMap<>();

	private final TaskStreamOptions options;

	StreamPlaces(TaskStreamOptions options) {
		this.options = options;
	}

	/**
	 * Takes a place.
	 * @return gives the place back; for one call
	 */
	Runnable take(@Nullable String session, @Nullable String caller) {
		add(this.sessions, session, this.options.maxPerSession(), "This session", "max-per-session");
		try {
			add(this.callers, caller, this.options.maxPerCaller(), "This caller", "max-per-caller");
		}
		catch (TooManyTaskStreamsException ex) {
			remove(this.sessions, session);
			throw ex;
		}
		return () -> {
			remove(this.callers, caller);
			remove(this.sessions, session);
		};
	}

	private static void add(Map<String, Integer> open, @Nullable String name, int max, String owner, String option) {
		if (name != null) {
			open.merge(name, 1, (number, one) -> {
				if (number >= max) {
					throw new TooManyTaskStreamsException(owner + " has " + max
							+ " open streams, its limit. Close one, or raise taskhost.web.streams." + option
							+ ". Streams of lost clients end within seconds.");
				}
				return number + one;
			});
		}
	}

	private static void remove(Map<String, Integer> open, @Nullable String name) {
		if (name != null) {
			open.computeIfPresent(name, (ignored, number) -> (number > 1) ? number - 1 : null);
		}
	}

}
