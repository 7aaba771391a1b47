package io.github.taskhost.chaos;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The findings of a storm. Bounded; thread-safe. */
final class Findings {

	private static final int MOST = 100;

	private final Queue<String> found = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	void add(String text, Object... arguments) {
		if (this.size.incrementAndGet() <= MOST) {
			this.found.add(text.formatted(arguments));
		}
	}

	/** Adds the message of a failed assertion. */
	void check(Runnable assertions) {
		try {
			assertions.run();
		}
		catch (AssertionError | RuntimeException ex) {
			add("%s", ex.toString());
		}
	}

	List<String> all() {
		return List.copyOf(this.found);
	}

}
