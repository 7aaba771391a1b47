package io.github.taskhost.console.live;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.console.api.Overview;
import io.github.taskhost.console.api.TaskViews;
import io.github.taskhost.error.TaskNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * The streams of the console, at most 20 at once: further pages are told to poll.
 * Thread-safe.
 */
public final class LiveFeeds {

	/** The largest number of streams. */
	public static final int MAX = 20;

	private final BackgroundTaskHost host;

	private final TaskViews views;

	private final Overview overview;

	private final AtomicInteger open = new AtomicInteger();

	/**
	 * Creates the streams.
	 * @param host the host of the tasks
	 * @param views the views of tasks
	 * @param overview the numbers
	 */
	public LiveFeeds(BackgroundTaskHost host, TaskViews views, Overview overview) {
		this.host = host;
		this.views = views;
		this.overview = overview;
	}

	/**
	 * Samples a view once, for a page that polls.
	 * @param query the view
	 * @return the answer
	 */
	public Map<String, @Nullable Object> once(LiveQuery query) {
		LiveView view = new LiveView(this.host, this.views, this.overview, query);
		List<LiveEvent> events = view.sample();
		Map<String, @Nullable Object> answer = this.views.answer();
		events.forEach((event) -> answer.put(event.name(), event.data()));
		answer.put("id", view.position());
		return answer;
	}

	/**
	 * Opens a stream.
	 * @param query the view
	 * @param signedIn whether the session of the user goes on
	 * @return the stream, or {@code null} if there are too many
	 * @throws TaskNotFoundException if the view is that of a task that does not exist
	 */
	public @Nullable LiveFeed open(LiveQuery query, BooleanSupplier signedIn) {
		if (query.view() == LiveQuery.View.TASK) {
			this.views.record(query.uids().getFirst());
		}
		if (this.open.incrementAndGet() > MAX) {
			this.open.decrementAndGet();
			return null;
		}
		return new LiveFeed(new LiveView(this.host, this.views, this.overview, query), signedIn,
				() -> this.host.phase() != HostPhase.RUNNING, this.open::decrementAndGet);
	}

	/**
	 * Returns the number of open streams.
	 * @return the number
	 */
	public int count() {
		return this.open.get();
	}

}
