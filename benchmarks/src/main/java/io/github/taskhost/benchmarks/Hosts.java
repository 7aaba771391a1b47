package io.github.taskhost.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Creates hosts whose limits are too high to be reached, and fills them with tasks.
 */
final class Hosts {

	/** More tasks than any part starts. */
	static final int LIMIT = 5_000_000;

	static final int SESSION_SIZE = 1000;

	static final Duration TIMEOUT = Duration.ofMinutes(10);

	static final BackgroundTaskRegistration TRIVIAL = BackgroundTaskRegistration.ofKind("trivial").build();

	private Hosts() {
	}

	static LocalBackgroundTaskHost start(BackgroundTaskListener... listeners) {
		return start(LIMIT, listeners);
	}

	static LocalBackgroundTaskHost start(int retained, BackgroundTaskListener... listeners) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.options(BackgroundTaskHostOptions.withDefaults()
				.withLimits((limits) -> limits.withLiveTasks(LIMIT, LIMIT))
				.withRetention(new RetentionOptions(Duration.ofDays(1), retained)));
		Arrays.stream(listeners).forEach(builder::addListener);
		LocalBackgroundTaskHost host = builder.build();
		host.start();
		return host;
	}

	static String[] sessions(int count) {
		return IntStream.range(0, count).mapToObj((i) -> "session-" + i).toArray(String[]::new);
	}

	/**
	 * Registers tasks without threads, in sessions of 1,000.
	 * @return the ids, in the order of {@link #sessionOf}
	 */
	static String[] fill(BackgroundTaskHost host, int tasks, boolean retained) {
		String[] ids = new String[tasks];
		for (int i = 0; i < tasks; i++) {
			String session = sessionOf(i);
			ids[i] = host.registerExternal(session, TRIVIAL, null).id();
			if (retained) {
				host.markTerminal(session, ids[i], BackgroundTaskState.COMPLETED);
			}
		}
		return ids;
	}

	static String sessionOf(int task) {
		return "session-" + task / SESSION_SIZE;
	}

}
