package io.github.taskhost.sample.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The number of open streams of each session, or of each caller. Has no entry for names
 * without a stream.
 */
final class StreamCounts {

	private final Map<String, Integer> open = new ConcurrentHashMap<>();

	private final String owner;

	private final int max;

	StreamCounts(String owner, int max) {
		this.owner = owner;
		this.max = max;
	}

	/** Counts one more stream. Throws when the limit is reached. */
	void add(String name) {
		this.open.merge(name, 1, (number, one) -> {
			if (number >= this.max) {
				throw new TooManyStreamsException(this.owner, this.max);
			}
			return number + one;
		});
	}

	void remove(String name) {
		this.open.computeIfPresent(name, (ignored, number) -> (number > 1) ? number - 1 : null);
	}

}
